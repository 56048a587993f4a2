package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Tree;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Moves complaints to where an author looks. GitHub's reader tells what a mapping lacks at the mapping's first entry; people
 * look for it at the key that the mapping stands behind.
 */
final class KeyPlaces {

    /** What only a job that calls a workflow has. */
    private static final Set<String> CALL_KEYS = Set.of("with", "secrets");

    private final Map<Position, Position> keys = new HashMap<>();
    private final Map<Position, Position> calls = new HashMap<>();
    private final Map<Position, Position> versions = new HashMap<>();

    KeyPlaces(Tree root) {
        walk(root);
    }

    Finding place(Finding finding) {
        Map<Position, Position> better = switch (finding.code()) {
            case "missing-key" -> finding.message().endsWith(": uses") ? calls : keys;
            case "bad-version" -> versions;
            default -> Map.of();
        };
        Position position = better.getOrDefault(finding.position(), finding.position());
        return new Finding(finding.severity(), finding.code(), position, finding.message(), finding.hint());
    }

    private void walk(Tree tree) {
        switch (tree) {
            case Tree.Fields fields ->
                fields.fields().forEach(field -> {
                    field(fields, field);
                    walk(field.value());
                });
            case Tree.Items items -> items.items().forEach(this::walk);
            case Tree.Leaf _ -> {}
        }
    }

    private void field(Tree.Fields owner, Tree.Field field) {
        if (CALL_KEYS.contains(field.key().source())) {
            calls.putIfAbsent(owner.position(), field.key().position());
        }
        if (field.value() instanceof Tree.Fields value) {
            keys.putIfAbsent(value.position(), field.key().position());
        } else if (field.key().source().equals("version")) {
            versions.putIfAbsent(owner.position(), field.value().position());
        }
    }
}
