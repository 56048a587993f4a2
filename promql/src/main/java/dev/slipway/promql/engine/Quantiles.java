package dev.slipway.promql.engine;

import java.util.Arrays;

/** Quantiles of values, by linear interpolation between the two nearest ranks. */
final class Quantiles {

    private Quantiles() {}

    /** @param values sorted in place; NaN counts as smaller than all numbers */
    static double of(double quantile, double[] values) {
        if (values.length == 0 || Double.isNaN(quantile)) {
            return Double.NaN;
        } else if (quantile < 0) {
            return Double.NEGATIVE_INFINITY;
        } else if (quantile > 1) {
            return Double.POSITIVE_INFINITY;
        }
        sortNanFirst(values);
        double rank = quantile * (values.length - 1);
        int lower = (int) Math.max(0, Math.floor(rank));
        int upper = Math.min(values.length - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return values[lower] * (1 - weight) + values[upper] * weight;
    }

    private static void sortNanFirst(double[] values) {
        Arrays.sort(values);
        int nans = 0;
        while (nans < values.length && Double.isNaN(values[values.length - 1 - nans])) {
            nans++;
        }
        if (nans > 0 && nans < values.length) {
            System.arraycopy(values, 0, values, nans, values.length - nans);
            Arrays.fill(values, 0, nans, Double.NaN);
        }
    }
}
