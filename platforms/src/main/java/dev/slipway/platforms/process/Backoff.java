package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceState;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * How long to wait before an instance is started again: doubling, with jitter so that instances that fell together do
 * not rise together (half of the pause is random, "equal jitter" in M. Brooker's "Exponential Backoff and Jitter").
 *
 * @param first pause after the first end
 * @param longest no pause is longer
 * @param forgivenAfter an instance that was healthy for so long begins at the first pause again
 */
public record Backoff(Duration first, Duration longest, Duration forgivenAfter) {

    /** One second doubling to one minute, forgiven after one healthy minute. */
    public static Backoff standard() {
        return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    /** Whether its earlier ends count no more. */
    boolean isForgiven(InstanceRecord record, Instant now) {
        return record.state() == InstanceState.HEALTHY
                && Duration.between(record.since(), now).compareTo(forgivenAfter) >= 0;
    }

    /** @param ends how often it ended in a row, at least 1 */
    public Duration pause(int ends, RandomGenerator random) {
        long full = first.toMillis();
        for (int i = 1; i < ends && full < longest.toMillis(); i++) {
            full *= 2;
        }
        long millis = Math.min(full, longest.toMillis());
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }
}
