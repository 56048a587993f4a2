package dev.slipway.promql.engine;

/**
 * A sum whose rounding errors are summed too: A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation
 * endlicher Summen, 1974, as in Prometheus' util/kahansum.
 */
final class Kahan {

    private double sum;
    private double lost;

    void add(double value) {
        lost = lost(value, sum, lost);
        sum += value;
    }

    double total() {
        return sum + lost;
    }

    /** The rounding errors after a value is added to a sum that has lost some already. */
    static double lost(double value, double sum, double lost) {
        double next = sum + value;
        if (Double.isInfinite(next)) {
            return 0;
        }
        return Math.abs(sum) >= Math.abs(value) ? lost + ((sum - next) + value) : lost + ((value - next) + sum);
    }
}
