package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;

/** Times as people say them. */
final class Ago {

    private Ago() {}

    /** The time since an instant in a field; a dash when the field is absent. */
    static String since(JsonNode instant, InstantSource clock) {
        return instant.isString() ? words(Duration.between(Instant.parse(instant.asString()), clock.instant())) : "-";
    }

    /** The time until an instant in a field; a dash when the field is absent. */
    static String until(JsonNode instant, InstantSource clock) {
        return instant.isString() ? words(Duration.between(clock.instant(), Instant.parse(instant.asString()))) : "-";
    }

    /** The time between two instants, or until now while the second is absent. */
    static String between(JsonNode start, JsonNode end, InstantSource clock) {
        if (!start.isString()) {
            return "-";
        }
        Instant until = end.isString() ? Instant.parse(end.asString()) : clock.instant();
        return words(Duration.between(Instant.parse(start.asString()), until));
    }

    static String words(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }
}
