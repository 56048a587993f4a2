package dev.slipway.benchmarks;

import java.util.List;
import java.util.Locale;

/** Some measurements of one thing; the median speaks for them, the extremes tell how much to trust it. */
record Samples(List<Double> sorted) {

    Samples {
        sorted = sorted.stream().sorted().toList();
    }

    double median() {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** {@code median (lowest to highest)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median(), sorted.getFirst(), sorted.getLast());
    }
}
