package dev.slipway.observe.scrape;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a target is doing, for the page of targets.
 *
 * @param lastScrape null before the first
 * @param lastDuration of the last scrape
 * @param lastError null after a good scrape
 * @param warning what of the last good scrape was not stored, or null; as with Prometheus, samples that the store refuses
 *     leave the target up
 * @param samples that the last scrape brought
 */
public record TargetStatus(
        Target target,
        Health health,
        @Nullable Instant lastScrape,
        Duration lastDuration,
        @Nullable String lastError,
        @Nullable String warning,
        int samples) {

    /** Whether a target answers. */
    public enum Health {
        /** Not scraped yet. */
        UNKNOWN,
        /** The last scrape was good. */
        UP,
        /** The last scrape failed. */
        DOWN
    }

    static TargetStatus unknown(Target target) {
        return new TargetStatus(target, Health.UNKNOWN, null, Duration.ZERO, null, null, 0);
    }
}
