package dev.slipway.delivery.dora;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How durations are spread, by the nearest-rank quantile, which is always one of them.
 *
 * @param count how many there are; the others are absent when it is 0
 */
public record Spread(int count, Optional<Duration> median, Optional<Duration> p90) {

    static Spread of(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        return new Spread(sorted.size(), rank(sorted, 50), rank(sorted, 90));
    }

    private static Optional<Duration> rank(List<Duration> sorted, int percent) {
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get((sorted.size() * percent + 99) / 100 - 1));
    }
}
