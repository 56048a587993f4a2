package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Position;
import java.util.Set;

/** Sections with nothing in them: most often what they should hold was forgotten, or indented wrongly. */
final class EmptySectionRule implements Rule {

    /** Nothing, or an empty mapping, is a value of these. */
    private static final Set<String> MAY_BE_EMPTY =
            Set.of("on", "permissions", "default", "value", "matrix values", "wait-all");

    private static final Set<String> FREE = Set.of("env", "with", "inputs", "secrets", "outputs", "services");

    @Override
    public void check(Subject subject, Report report) {
        if (subject.tree() instanceof Tree.Fields root) {
            fields(root, "workflow", report);
        }
    }

    private static void fields(Tree.Fields fields, String section, Report report) {
        for (Tree.Field field : fields.fields()) {
            String key = field.key().source();
            boolean free = FREE.contains(section) || section.equals("on");
            if (section.equals("matrix") && !isCombination(key)) {
                vector(field.value(), key, report);
            } else {
                value(field.value(), free ? section + " values" : key, report);
            }
        }
    }

    private static boolean isCombination(String key) {
        return key.equals("include") || key.equals("exclude");
    }

    /** The values of a vector are free. */
    private static void vector(Tree tree, String name, Report report) {
        if (tree instanceof Tree.Items items && items.items().isEmpty()) {
            empty(name, items.position(), report);
        }
    }

    private static void value(Tree tree, String section, Report report) {
        switch (tree) {
            case Tree.Fields fields -> {
                if (fields.fields().isEmpty() && !MAY_BE_EMPTY.contains(section)) {
                    empty(section, fields.position(), report);
                }
                fields(fields, section, report);
            }
            case Tree.Items items -> {
                if (items.items().isEmpty()) {
                    empty(section, items.position(), report);
                }
                items.items().forEach(item -> value(item, section + " item", report));
            }
            case Tree.Leaf leaf -> {
                boolean name = Set.of("id", "shell", "image-name", "uses", "options item")
                        .contains(section);
                boolean nothing = leaf.template()
                        .constant()
                        .filter(value -> value == Value.Null.NULL)
                        .isPresent();
                boolean blank =
                        leaf.template().isConstant() && leaf.template().source().isEmpty();
                if (nothing
                        && Set.of("steps", "jobs", "strategy", "defaults", "concurrency")
                                .contains(section)) {
                    empty(section, leaf.position(), report);
                } else if (blank && !nothing && name) {
                    empty(section, leaf.position(), report);
                }
            }
        }
    }

    private static void empty(String section, Position position, Report report) {
        report.warn("empty-section", position, "'" + section + "' is empty", "fill it, or remove it");
    }
}
