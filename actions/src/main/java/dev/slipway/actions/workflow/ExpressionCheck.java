package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Expression;
import dev.slipway.actions.expression.Node;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What can be said about well-formed expressions before they are evaluated. */
final class ExpressionCheck {

    /** After GitHub's "Understanding the risk of script injections": texts that anybody can choose. */
    private static final Pattern UNTRUSTED = Pattern.compile(
            "github\\.(head_ref|event\\.(.*\\.)?(title|body|message|email|page_name|default_branch|head_ref|head\\.ref"
                    + "|head\\.label|head_branch|author\\.name))");

    private ExpressionCheck() {}

    /** Paths into {@code github} that strangers control, as far as they are written out. */
    static Set<String> untrusted(Template template) {
        Set<String> names = new TreeSet<>();
        for (Node node : nodes(template)) {
            path(node).filter(name -> UNTRUSTED.matcher(name).matches()).ifPresent(names::add);
        }
        return names;
    }

    /** Jobs that are named in {@code needs} though the job does not need them. */
    static Set<String> needs(Template template, Set<String> declared) {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(declared);
        Set<String> missing = new TreeSet<>();
        for (Node node : nodes(template)) {
            if (node instanceof Node.Index(Node.ContextName(String name), Node.Literal(Value.Text(String key)))
                    && name.equals("needs")
                    && !known.contains(key)) {
                missing.add(key);
            }
        }
        return missing;
    }

    private static List<Node> nodes(Template template) {
        List<Node> nodes = new ArrayList<>();
        template.expressions().stream().map(Expression::root).forEach(root -> root.visit(nodes::add));
        return nodes;
    }

    private static Optional<String> path(Node node) {
        return switch (node) {
            case Node.ContextName(String name) -> Optional.of(name);
            case Node.Index(Node target, Node.Literal(Value.Text(String key))) ->
                path(target).map(start -> start + "." + key.toLowerCase(Locale.ROOT));
            case Node.Index _,
                    Node.Literal _,
                    Node.Wildcard _,
                    Node.Not _,
                    Node.And _,
                    Node.Or _,
                    Node.Compare _,
                    Node.Call _ -> Optional.empty();
        };
    }
}
