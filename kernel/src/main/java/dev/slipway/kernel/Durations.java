package dev.slipway.kernel;

import java.time.Duration;

/** Lengths of time as people write them. */
public final class Durations {

    private Durations() {}

    /** Below this a tenth of a second still tells something. */
    private static final Duration SHORT = Duration.ofSeconds(10);

    /** The two largest units: {@code 2 h 5 min}, {@code 40 s}, {@code 1.5 s}, {@code 300 ms}. */
    public static String words(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.toDays() > 0) {
            return pair(duration.toDays(), "d", duration.toHoursPart(), "h");
        }
        if (duration.toHours() > 0) {
            return pair(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        if (duration.toMinutes() > 0) {
            return pair(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        int tenths = duration.compareTo(SHORT) < 0 ? duration.toMillisPart() / 100 : 0;
        return duration.toSeconds() + (tenths == 0 ? "" : "." + tenths) + " s";
    }

    private static String pair(long large, String largeUnit, int small, String smallUnit) {
        return small == 0 ? large + " " + largeUnit : large + " " + largeUnit + " " + small + " " + smallUnit;
    }
}
