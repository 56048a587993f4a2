package dev.slipway.server.api;

import dev.slipway.kernel.Problem;
import org.jspecify.annotations.Nullable;

/** What a request's body must have. */
final class Fields {

    private Fields() {}

    /** @throws Problem code {@code field-missing} */
    static String required(@Nullable String value, String name) {
        if (value == null || value.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.INVALID, "field-missing", "'" + name + "' is missing", "send it in the JSON body");
        }
        return value;
    }
}
