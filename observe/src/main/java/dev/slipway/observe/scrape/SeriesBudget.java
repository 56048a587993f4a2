package dev.slipway.observe.scrape;

import dev.slipway.kernel.Problem;
import java.time.Duration;

/**
 * How many series one target may bring into the store's memory in two hours, the time after which memory lets go of what
 * gets no more samples. A target whose labels hold numbers of requests or users would else fill the store within
 * minutes, and then no other target could bring a new series.
 */
final class SeriesBudget {

    /** Half of what the store holds as a rule. */
    static final int USUAL = 100_000;

    private static final long WINDOW = Duration.ofHours(2).toMillis();

    private final int most;
    private long since;
    private int made;

    SeriesBudget(int most) {
        this.most = most;
    }

    /**
     * One more series.
     *
     * @param time of the scrape, milliseconds since the epoch
     * @throws Problem of kind TOO_LARGE, code {@code too-many-new-series}
     */
    void spend(long time) {
        if (time - since >= WINDOW) {
            since = time;
            made = 0;
        }
        if (made >= most) {
            throw Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "too-many-new-series",
                    "the target has brought " + most + " new series in two hours",
                    "take labels with ever new values away, such as ids; metric_relabel_configs can drop them");
        }
        made++;
    }
}
