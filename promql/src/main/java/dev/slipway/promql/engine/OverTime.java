package dev.slipway.promql.engine;

import java.util.Arrays;

/** What the samples of a range amount to. */
final class OverTime {

    private OverTime() {}

    static double sum(Window window) {
        double sum = 0;
        double lost = 0;
        for (int i = window.from; i < window.to; i++) {
            lost = Kahan.lost(window.values[i], sum, lost);
            sum += window.values[i];
        }
        return Double.isInfinite(sum) ? sum : sum + lost;
    }

    /** The sum by the count, and only where the sum would overflow a mean that moves with every sample. */
    static double average(Window window) {
        double sum = window.first();
        double lost = 0;
        for (int i = window.from + 1; i < window.to; i++) {
            double next = sum + window.values[i];
            if (Double.isInfinite(next)) {
                return movingAverage(window, i, sum, lost);
            }
            lost = Kahan.lost(window.values[i], sum, lost);
            sum = next;
        }
        return sum / window.count() + lost / window.count();
    }

    private static double movingAverage(Window window, int start, double sum, double lost) {
        double before = start - window.from;
        double mean = sum / before;
        double meanLost = lost / before;
        for (int i = start; i < window.to; i++) {
            double count = i - window.from + 1;
            double weight = (count - 1) / count;
            double part = window.values[i] / count;
            meanLost = Kahan.lost(part, weight * mean, weight * meanLost);
            mean = weight * mean + part;
        }
        return mean + meanLost;
    }

    static double max(Window window) {
        double max = window.first();
        for (int i = window.from; i < window.to; i++) {
            if (window.values[i] > max || Double.isNaN(max)) {
                max = window.values[i];
            }
        }
        return max;
    }

    static double min(Window window) {
        double min = window.first();
        for (int i = window.from; i < window.to; i++) {
            if (window.values[i] < min || Double.isNaN(min)) {
                min = window.values[i];
            }
        }
        return min;
    }

    /** B. P. Welford, Note on a method for calculating corrected sums of squares and products, 1962. */
    static double variance(Window window) {
        double count = 0;
        double mean = 0;
        double meanLost = 0;
        double squares = 0;
        double squaresLost = 0;
        for (int i = window.from; i < window.to; i++) {
            count++;
            double delta = window.values[i] - (mean + meanLost);
            meanLost = Kahan.lost(delta / count, mean, meanLost);
            mean += delta / count;
            double square = delta * (window.values[i] - (mean + meanLost));
            squaresLost = Kahan.lost(square, squares, squaresLost);
            squares += square;
        }
        return (squares + squaresLost) / count;
    }

    static double deviation(Window window) {
        return Math.sqrt(variance(window));
    }

    static double quantile(Window window) {
        double[] values = Arrays.copyOfRange(window.values, window.from, window.to);
        return Quantiles.of(window.argument, values);
    }
}
