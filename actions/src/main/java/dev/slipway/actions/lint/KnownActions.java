package dev.slipway.actions.lint;

import dev.slipway.actions.workflow.ActionReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The actions whose declarations are at hand. What is not known is not checked. */
@FunctionalInterface
public interface KnownActions {

    /** Absent where the action is not known. */
    Optional<ActionFace> find(ActionReference action);

    /** These, and for what they do not know the others. */
    default KnownActions or(KnownActions others) {
        return action -> find(action).or(() -> others.find(action));
    }

    /** The same for one check, which reads no declaration twice: one action may be used by hundreds of steps. */
    default KnownActions once() {
        Map<ActionReference, Optional<ActionFace>> found = new HashMap<>();
        return action -> found.computeIfAbsent(action, this::find);
    }
}
