package dev.slipway.actions.workflow;

import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The parts of a matrix that can be wrong before it is evaluated. */
final class MatrixCheck {

    private MatrixCheck() {}

    static void check(YamlNode.Mapping matrix, Notes notes) {
        Set<String> vectors = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (YamlNode.Entry entry : matrix.entries()) {
            String key = entry.key().text();
            boolean combination = key.equals("include") || key.equals("exclude");
            if (!combination) {
                vectors.add(key);
            }
            if (entry.value() instanceof YamlNode.Sequence sequence) {
                if (sequence.items().isEmpty() && !combination) {
                    notes.wrong(
                            "empty-vector",
                            sequence.position(),
                            "the matrix vector '" + key + "' does not contain any values",
                            null);
                }
                if (combination) {
                    items(sequence, notes);
                }
            } else if (!isExpression(entry.value())) {
                notes.expected("a sequence of values", entry.value());
            }
        }
        matrix.get("exclude").ifPresent(exclude -> excludeKeys(exclude, vectors, notes));
        if (vectors.isEmpty() && matrix.get("include").isEmpty()) {
            notes.wrong("no-vector", matrix.position(), "the matrix must define at least one vector", null);
        }
    }

    private static void items(YamlNode.Sequence sequence, Notes notes) {
        sequence.items().stream()
                .filter(item -> !(item instanceof YamlNode.Mapping) && !isExpression(item))
                .forEach(item -> notes.expected("a mapping", item));
    }

    private static void excludeKeys(YamlNode exclude, Set<String> vectors, Notes notes) {
        if (!(exclude instanceof YamlNode.Sequence sequence)) {
            return;
        }
        sequence.items().stream()
                .filter(YamlNode.Mapping.class::isInstance)
                .flatMap(item -> ((YamlNode.Mapping) item).entries().stream())
                .filter(entry -> !vectors.contains(entry.key().text()))
                .forEach(entry -> notes.wrong(
                        "unknown-exclude",
                        entry.key().position(),
                        "matrix exclude key '" + entry.key().text() + "' does not match any key within the matrix",
                        Optional.of(vectors)
                                .filter(names -> !names.isEmpty())
                                .map(names -> Suggestion.hint(entry.key().text(), names))
                                .orElse("define a vector of this name")));
    }

    private static boolean isExpression(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.text().contains("${{");
    }
}
