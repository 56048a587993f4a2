package dev.slipway.server.web;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Something that the server needs to do its work, and that can say how it is. */
public interface HealthPart {

    /** One word, such as {@code database}. */
    String name();

    /** Looked at for every request of {@code /health}: it must be quick and must not throw. */
    Condition condition();

    /** Worse is later. */
    enum Level {
        /** All is well. */
        HEALTHY,
        /** It works, but a person should look. */
        DEGRADED,
        /** It does not work. */
        UNHEALTHY;

        /** The word in JSON. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param reason absent when healthy */
    record Condition(Level level, @Nullable String reason) {

        public static Condition healthy() {
            return new Condition(Level.HEALTHY, null);
        }

        public static Condition degraded(String reason) {
            return new Condition(Level.DEGRADED, reason);
        }

        public static Condition unhealthy(String reason) {
            return new Condition(Level.UNHEALTHY, reason);
        }
    }
}
