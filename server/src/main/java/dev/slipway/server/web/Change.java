package dev.slipway.server.web;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Something that a page on screen may have to show anew. It carries no content: who is interested asks for it, and is
 * checked then.
 *
 * @param kind of what changed
 * @param id of what changed
 * @param project that it belongs to
 */
public record Change(Kind kind, String id, String project) {

    /** What can change before a watcher's eyes. */
    public enum Kind {
        RUN,
        ROLLOUT,
        INSTANCE,
        RELEASE,
        ALERT,
        PROBE,
        PROJECT;

        /** The word in JSON. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
