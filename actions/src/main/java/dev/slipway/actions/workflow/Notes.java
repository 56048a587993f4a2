package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Expression;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the reader notes while it reads: findings, at the very place in the source. */
final class Notes {

    private final List<String> lines;
    private final List<Finding> findings = new ArrayList<>();
    private Set<String> needs = Set.of();

    Notes(String source) {
        this.lines = source.lines().toList();
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    void add(List<Finding> more) {
        findings.addAll(more);
    }

    void wrong(String code, Position position, String message, @Nullable String hint) {
        findings.add(Finding.error(code, position, message, hint));
    }

    void unsupported(String what, Position position, String message, String hint) {
        findings.add(Finding.error("unsupported-" + what, position, message, hint));
    }

    void warn(String code, Position position, String message, @Nullable String hint) {
        findings.add(Finding.warning(code, position, message, hint));
    }

    void expected(String what, YamlNode found) {
        wrong("wrong-type", found.position(), what + " is expected here, not " + found.describe(), null);
    }

    /** From here on, expressions may name these jobs in {@code needs}. */
    void inJob(List<String> jobNeeds) {
        needs = Set.copyOf(jobNeeds);
    }

    /** Warns of texts in a script that whoever opens an issue or a pull request can choose. */
    void checkScript(Template script) {
        ExpressionCheck.untrusted(script)
                .forEach(name -> warn(
                        "untrusted-input",
                        find(name, script.position()),
                        "'" + name + "' can be chosen by strangers and runs here as part of a script",
                        "pass it through 'env' and use the variable in the script"));
    }

    /** A scalar with expressions; a constant where it is wrong, which was noted. */
    Template template(YamlNode node, Place place) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            expected("a text", node);
            return Template.constant(Value.Null.NULL, node.position());
        } else if (scalar.kind() != YamlNode.Scalar.Kind.STRING) {
            return Template.constant(Value.of(scalar), scalar.position());
        }
        try {
            Template template = Template.parse(scalar.text(), scalar.position(), place.scope());
            ExpressionCheck.needs(template, needs)
                    .forEach(warning -> warn(
                            "undeclared-need",
                            find("needs." + warning, scalar.position()),
                            "'needs." + warning + "' is always null, because this job does not need '" + warning + "'",
                            "add it to 'needs' of this job"));
            return template;
        } catch (Problem problem) {
            wrong(problem.code(), locate(scalar, place), problem.message(), problem.hint());
            return Template.constant(Value.of(scalar.text()), scalar.position());
        }
    }

    /** Any node as a tree of templates. */
    Tree tree(YamlNode node, Place place) {
        return switch (node) {
            case YamlNode.Scalar scalar -> new Tree.Leaf(template(scalar, place));
            case YamlNode.Sequence sequence ->
                new Tree.Items(
                        sequence.position(),
                        sequence.items().stream().map(item -> tree(item, place)).toList());
            case YamlNode.Mapping mapping -> {
                Map<String, Tree> fields = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> fields.put(entry.key().text(), tree(entry.value(), place)));
                yield new Tree.Fields(mapping.position(), fields);
            }
        };
    }

    Condition condition(YamlNode node, Place place) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            expected("a condition", node);
            return Condition.success(node.position());
        }
        try {
            Condition condition = Condition.parse(scalar.text(), scalar.position(), place.scope());
            if (condition.alwaysTrue()) {
                warn(
                        "condition-always-true",
                        scalar.position(),
                        "this condition is always true, because there is text around its expression",
                        "put the whole condition into one ${{ }}");
            }
            return condition;
        } catch (Problem problem) {
            wrong(problem.code(), locate(scalar, place), problem.message(), problem.hint());
            return Condition.success(scalar.position());
        }
    }

    /** Where in the source the scalar's first wrong expression starts. */
    private Position locate(YamlNode.Scalar scalar, Place place) {
        String text = scalar.text();
        for (int open = text.indexOf("${{"); open >= 0; open = text.indexOf("${{", open + 1)) {
            int close = text.indexOf("}}", open);
            String inner = text.substring(open + 3, close < 0 ? text.length() : close);
            if (close < 0 || !parses(inner, place)) {
                return find(text.substring(open).lines().findFirst().orElse(""), scalar.position());
            }
        }
        return scalar.position();
    }

    private static boolean parses(String expression, Place place) {
        try {
            Expression.parse(expression, place.scope().withStatusFunctions());
            return true;
        } catch (Problem notWellFormed) {
            return false;
        }
    }

    private Position find(String text, Position from) {
        for (int line = from.line(); line <= lines.size(); line++) {
            int start = line == from.line() ? from.column() - 1 : 0;
            int found = lines.get(line - 1)
                    .indexOf(text.strip(), Math.min(start, lines.get(line - 1).length()));
            if (found >= 0) {
                return new Position(from.file(), line, found + 1);
            }
        }
        return from;
    }
}
