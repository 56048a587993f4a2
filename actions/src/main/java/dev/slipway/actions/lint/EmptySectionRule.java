package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.schema.Source;
import dev.slipway.kernel.Position;
import java.util.Set;

/** Sections with nothing in them: most often what they should hold was forgotten, or indented wrongly. */
final class EmptySectionRule implements Rule {

    /** Nothing, or an empty mapping, is a value of these. */
    private static final Set<String> MAY_BE_EMPTY = Set.of(
            "on",
            "permissions",
            "default",
            "value",
            "matrix values",
            "wait-all",
            "on values",
            "inputs",
            "secrets",
            "outputs");

    private static final Set<String> FREE = Set.of("env", "with", "inputs", "secrets", "outputs", "services");

    private static final Set<String> COMBINATIONS = Set.of("include", "exclude");

    /** GitHub takes a filter with nothing in it for none. */
    private static final Set<String> FILTERS =
            Set.of("branches", "branches-ignore", "tags", "tags-ignore", "paths", "paths-ignore", "names", "versions");

    private static final Set<String> SECTIONS = Set.of("steps", "jobs", "strategy", "defaults", "concurrency");

    @Override
    public void check(Subject subject, Report report) {
        if (subject.tree() instanceof Tree.Fields root) {
            new Walk(subject.source(), report).fields(root, "workflow");
        }
    }

    private record Walk(Source source, Report report) {

        private void fields(Tree.Fields fields, String section) {
            for (Tree.Field field : fields.fields()) {
                String key = field.key().source();
                boolean free = FREE.contains(section) || section.equals("on");
                if (section.equals("matrix")) {
                    vector(field.value(), key);
                } else {
                    value(field.value(), free ? section + " values" : key);
                }
            }
        }

        /** The values of a vector are free, and so are those of the combinations to include or exclude. */
        private void vector(Tree tree, String name) {
            if (!(tree instanceof Tree.Items items)) {
                return;
            }
            if (items.items().isEmpty()) {
                empty(name, items.position());
            } else if (COMBINATIONS.contains(name)) {
                items.items().stream()
                        .filter(item -> item instanceof Tree.Fields fields
                                && fields.fields().isEmpty())
                        .forEach(item -> empty(name + " item", item.position()));
            }
        }

        private void value(Tree tree, String section) {
            switch (tree) {
                case Tree.Fields fields -> {
                    if (fields.fields().isEmpty() && !MAY_BE_EMPTY.contains(section)) {
                        empty(section, fields.position());
                    }
                    fields(fields, section);
                }
                case Tree.Items items -> {
                    if (items.items().isEmpty()) {
                        empty(section, items.position());
                    }
                    items.items().forEach(item -> value(item, section + " item"));
                }
                case Tree.Leaf leaf -> {
                    boolean name = Set.of(
                                    "id", "shell", "image-name", "uses", "options item", "container", "image", "value")
                            .contains(section);
                    boolean nothing = leaf.template()
                            .constant()
                            .filter(value -> value == Value.Null.NULL)
                            .isPresent();
                    boolean blank = leaf.template().isConstant()
                            && leaf.template().source().isEmpty()
                            && !source.startsAt("null", leaf.position());
                    if (nothing && (SECTIONS.contains(section) || FILTERS.contains(section))) {
                        empty(section, leaf.position());
                    } else if (blank && !nothing && name) {
                        empty(section, leaf.position());
                    }
                }
            }
        }

        private void empty(String section, Position position) {
            report.warn("empty-section", position, "'" + section + "' is empty", "fill it, or remove it");
        }
    }
}
