package dev.slipway.actions.schema;

import dev.slipway.actions.expression.Scope;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A definition together with what the definitions around it allow expressions to name.
 *
 * @param names contexts, {@code status} for the status functions, {@code hashFiles}
 */
record Place(Definition definition, Set<String> names) {

    static Place of(Definition root) {
        return new Place(root, root.names());
    }

    Place inner(Definition definition) {
        if (definition.names().isEmpty() || names.containsAll(definition.names())) {
            return new Place(definition, names);
        }
        Set<String> more = new LinkedHashSet<>(names);
        more.addAll(definition.names());
        return new Place(definition, more);
    }

    Scope scope() {
        Set<String> contexts = new LinkedHashSet<>(names);
        boolean status = contexts.remove("status");
        boolean hashFiles = contexts.remove("hashFiles");
        return new Scope(contexts, status, hashFiles);
    }
}
