package dev.slipway.edge.traffic;

import org.jspecify.annotations.Nullable;

/**
 * What is known beforehand of the release that a request goes to.
 *
 * @param release the one that a tester gets, whatever its weight; null for no tester
 * @param user stays with one release; null when each request is drawn by itself
 */
public record Choice(@Nullable String release, @Nullable String user) {

    /** By weight alone. */
    public static final Choice FREE = new Choice(null, null);
}
