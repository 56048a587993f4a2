package dev.slipway.actions.schema;

import dev.slipway.actions.expression.Scope;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A definition together with what the definitions around it allow expressions to name.
 *
 * @param names contexts, {@code status} or {@code jobStatus} for the status functions, {@code hashFiles}
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
        Scope.StatusFunctions status = Scope.StatusFunctions.NONE;
        if (contexts.remove("status")) {
            status = Scope.StatusFunctions.PLAIN;
        }
        if (contexts.remove("jobStatus")) {
            status = Scope.StatusFunctions.OF_JOBS;
        }
        boolean hashFiles = contexts.remove("hashFiles");
        return new Scope(contexts, status, hashFiles);
    }
}
