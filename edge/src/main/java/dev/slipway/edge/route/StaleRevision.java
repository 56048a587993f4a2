package dev.slipway.edge.route;

import org.jspecify.annotations.Nullable;

/** The caller's picture of a route is out of date; it carries the present one, so that the caller can look again. */
public final class StaleRevision extends RuntimeException {

    private final transient @Nullable Route current;

    StaleRevision(String key, long given, @Nullable Route current) {
        super("route '" + key + "' is at revision " + (current == null ? 0 : current.revision()) + ", not " + given);
        this.current = current;
    }

    /** The route as it stands, null when there is none. */
    public @Nullable Route current() {
        return current;
    }
}
