package dev.slipway.actions.schema;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;

/**
 * A finding with what is needed to order it.
 *
 * @param anchor where the value starts that the finding is about; the finding itself may point into it
 * @param finding what to tell
 */
public record Fault(Stage stage, Position anchor, Finding finding) {

    /** When a fault is found. GitHub's reader ends with the first stage that finds one. */
    public enum Stage {
        /** The text is no YAML, or too large. */
        TEXT,
        /** A key, type or expression is not what the language has at this place. */
        SHAPE,
        /** The parts do not fit each other. */
        MEANING,
        /** A called workflow is wrong, or called wrongly. */
        CALL,
        /** GitHub takes the file, but refuses it before it runs. */
        RULE,
        /** Correct, but this release cannot do it. */
        SUPPORT
    }
}
