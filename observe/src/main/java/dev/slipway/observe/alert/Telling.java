package dev.slipway.observe.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What was last told of a group to one integration.
 *
 * @param firing fingerprints
 * @param resolved fingerprints
 */
public record Telling(Set<String> firing, Set<String> resolved, Instant at) {

    public Telling {
        firing = Set.copyOf(firing);
        resolved = Set.copyOf(resolved);
    }

    /** Nothing was told yet. */
    public static final Telling NONE = new Telling(Set.of(), Set.of(), Instant.EPOCH);

    /**
     * Whether there is something to tell now (Alertmanager, notify/notify.go, {@code needsUpdate}): an alert that was
     * not told yet, the end of one that was, or the same again after the repeat interval.
     *
     * @param sendsResolved whether the integration wants to hear of ends
     */
    public boolean calls(
            Set<String> firingNow, Set<String> resolvedNow, boolean sendsResolved, Duration repeat, Instant now) {
        if (!firing.containsAll(firingNow)) {
            return true;
        }
        if (firingNow.isEmpty()) {
            return sendsResolved && !firing.isEmpty();
        }
        if (sendsResolved && resolvedNow.stream().anyMatch(ended -> firing.contains(ended))) {
            return true;
        }
        return at.isBefore(now.minus(repeat));
    }
}
