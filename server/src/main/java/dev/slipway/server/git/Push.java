package dev.slipway.server.git;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One ref that moved, by a push or by a fetch from a project's remote.
 *
 * @param id names this movement for ever: whatever is made because of it carries the id, so that being told twice does
 *     no harm
 * @param ref full name, such as {@code refs/heads/main}
 * @param before commit or tag id, absent when the ref is new
 * @param after the same, absent when the ref is gone
 * @param pusher account name, or {@code remote} for a fetch
 * @param createdAt when the server accepted it
 */
public record Push(
        String id,
        String project,
        String ref,
        @Nullable String before,
        @Nullable String after,
        String pusher,
        Instant createdAt) {

    /** True when the ref was deleted. */
    public boolean deletes() {
        return after == null;
    }
}
