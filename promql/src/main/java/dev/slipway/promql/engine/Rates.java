package dev.slipway.promql.engine;

/** How fast series change, as Prometheus' promql/functions.go defines it. */
final class Rates {

    /** Samples this much further from the range's end than from each other suggest that the series ends there. */
    private static final double GAP = 1.1;

    private Rates() {}

    static double rate(Window window) {
        double increase = extrapolated(window, true);
        double seconds = (window.rangeEnd - window.rangeStart) / 1000.0;
        return Absent.is(increase) ? increase : increase / seconds;
    }

    static double increase(Window window) {
        return extrapolated(window, true);
    }

    static double delta(Window window) {
        return extrapolated(window, false);
    }

    /**
     * The change over the whole range, although the samples cover a part of it. When the first or last sample is as
     * near to the end of the range as samples are to each other, the series is taken to go on to that end, else for
     * half the distance between samples. A counter cannot have been below zero.
     */
    private static double extrapolated(Window window, boolean counter) {
        int count = window.count();
        if (count < 2) {
            return Absent.VALUE;
        }
        double change = counter ? risen(window) : window.last() - window.first();
        double toStart = (window.times[window.from] - window.rangeStart) / 1000.0;
        double toEnd = (window.rangeEnd - window.times[window.to - 1]) / 1000.0;
        double sampled = (window.times[window.to - 1] - window.times[window.from]) / 1000.0;
        double between = sampled / (count - 1);
        double threshold = between * GAP;
        if (toStart >= threshold) {
            toStart = between / 2;
        }
        if (counter && change > 0 && window.first() >= 0) {
            toStart = Math.min(toStart, sampled * (window.first() / change));
        }
        if (toEnd >= threshold) {
            toEnd = between / 2;
        }
        return change * ((sampled + toStart + toEnd) / sampled);
    }

    /** The difference between last and first sample, as if the counter had never been reset. */
    private static double risen(Window window) {
        double[] values = window.values;
        double risen = window.last() - window.first();
        for (int i = window.from + 1; i < window.to; i++) {
            if (values[i] < values[i - 1]) {
                risen += values[i - 1];
            }
        }
        return risen;
    }

    static double instantRate(Window window) {
        if (window.count() < 2) {
            return Absent.VALUE;
        }
        double last = window.last();
        double previous = window.values[window.to - 2];
        double seconds = (window.times[window.to - 1] - window.times[window.to - 2]) / 1000.0;
        return (last < previous ? last : last - previous) / seconds;
    }

    static double instantDelta(Window window) {
        return window.count() < 2 ? Absent.VALUE : window.last() - window.values[window.to - 2];
    }

    static double changes(Window window) {
        int changes = 0;
        for (int i = window.from + 1; i < window.to; i++) {
            double value = window.values[i];
            double previous = window.values[i - 1];
            if (value != previous && !(Double.isNaN(value) && Double.isNaN(previous))) {
                changes++;
            }
        }
        return changes;
    }

    static double resets(Window window) {
        int resets = 0;
        for (int i = window.from + 1; i < window.to; i++) {
            if (window.values[i] < window.values[i - 1]) {
                resets++;
            }
        }
        return resets;
    }

    static double derivative(Window window) {
        return window.count() < 2
                ? Absent.VALUE
                : Regression.of(window, window.times[window.from]).slope();
    }

    static double predictLinear(Window window) {
        if (window.count() < 2) {
            return Absent.VALUE;
        }
        Regression line = Regression.of(window, window.time);
        return line.slope() * window.argument + line.intercept();
    }

    /**
     * A line through samples by least squares.
     *
     * @param slope per second
     * @param intercept the value at the time that was asked for
     */
    private record Regression(double slope, double intercept) {

        static Regression of(Window window, long interceptTime) {
            Kahan sumX = new Kahan();
            Kahan sumY = new Kahan();
            Kahan sumXy = new Kahan();
            Kahan sumXx = new Kahan();
            boolean constant = true;
            for (int i = window.from; i < window.to; i++) {
                double x = (window.times[i] - interceptTime) / 1000.0;
                double y = window.values[i];
                constant &= y == window.first() || i == window.from;
                sumX.add(x);
                sumY.add(y);
                sumXy.add(x * y);
                sumXx.add(x * x);
            }
            if (constant) {
                double y = window.first();
                return Double.isInfinite(y) ? new Regression(Double.NaN, Double.NaN) : new Regression(0, y);
            }
            double n = window.count();
            double covariance = sumXy.total() - sumX.total() * sumY.total() / n;
            double variance = sumXx.total() - sumX.total() * sumX.total() / n;
            double slope = covariance / variance;
            return new Regression(slope, sumY.total() / n - slope * sumX.total() / n);
        }
    }
}
