package dev.slipway.delivery.judge;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far an observed quantile may be from the true one, at all times at once: the boundaries of Howard &amp; Ramdas,
 * "Sequential estimation of quantiles with applications to A/B testing and best-arm identification", arXiv 1906.09712.
 */
final class QuantileBand {

    private static final double SPREAD = 0.5;
    private static final double POWER = 1.4;
    private static final double EPOCH = 2;
    private static final double ZETA = 3.1055472779775815;
    private static final double K1 = (Math.pow(EPOCH, 0.25) + Math.pow(EPOCH, -0.25)) / Math.sqrt(2);
    private static final double K2 = (Math.sqrt(EPOCH) + 1) / 2;
    private static final double EARLIEST = 32;

    private QuantileBand() {}

    /** Where the true quantile lies but for the risk, or null where too little was seen to bound it above. */
    static @Nullable Interval of(LatencyHistogram seen, double quantile, double risk) {
        long total = seen.total();
        double size = (double) total;
        double upper = doubleStitched(quantile, size, risk, EARLIEST) / size;
        double lower = doubleStitched(1 - quantile, size, risk, EARLIEST) / size;
        long upperRank = (long) Math.ceil(total * (quantile + upper));
        long lowerRank = Math.max(1, (long) Math.floor(total * (quantile - lower) + 1));
        return upperRank > total
                ? null
                : new Interval(
                        Duration.ofNanos(1000 * seen.atRank(lowerRank)),
                        Duration.ofNanos(1000 * seen.atRank(upperRank)));
    }

    /**
     * Theorem 3, "double stitching": the count by which the empirical distribution at the quantile may depart, over all
     * times and all quantiles.
     */
    static double doubleStitched(double quantile, double count, double risk, double optimalCount) {
        double most = Math.max(count, optimalCount);
        double near = quantile >= 0.5
                ? quantile
                : Math.min(0.5, logistic(logOdds(quantile) + 2 * SPREAD * Math.sqrt(optimalCount * EPOCH / most)));
        double variance = near * (1 - near);
        double epochs = Math.sqrt(most / optimalCount) * Math.abs(logOdds(quantile)) / (2 * SPREAD) + 1;
        double cost = POWER * Math.log(Math.log(EPOCH * most / optimalCount))
                + POWER * Math.log(epochs)
                + Math.log(2 * ZETA * (2 * ZETA + 1) / (risk * Math.pow(Math.log(EPOCH), POWER)));
        double skew = K2 * (1 - 2 * quantile) / 3 * cost;
        return SPREAD * Math.sqrt(EPOCH * most * variance / optimalCount)
                + Math.sqrt(K1 * K1 * variance * most * cost + skew * skew)
                + skew;
    }

    /**
     * Theorem 2, the finite law of the iterated logarithm for the empirical process: the distance that no part of the
     * empirical distribution exceeds at any count from {@code earliest} on.
     *
     * @param scale A, above the square root of one half; 0.85 suits counts up to some ten thousands
     */
    static double iteratedLogarithm(double count, double risk, double earliest, double scale) {
        double constant = constantFor(risk, scale);
        return scale * Math.sqrt((Math.log1p(Math.log(count / earliest)) + constant) / count);
    }

    private static double constantFor(double risk, double scale) {
        double low = 1;
        double high = 1000;
        for (int round = 0; round < 80; round++) {
            double middle = (low + high) / 2;
            if (leastRisk(middle, scale) > risk) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The risk of a constant under the best epoch length, found by golden section. */
    private static double leastRisk(double constant, double scale) {
        double golden = (Math.sqrt(5) - 1) / 2;
        double low = 1;
        double high = longestEpoch(constant, scale);
        for (int round = 0; round < 100; round++) {
            double left = high - golden * (high - low);
            double right = low + golden * (high - low);
            if (risk(constant, left, scale) < risk(constant, right, scale)) {
                high = right;
            } else {
                low = left;
            }
        }
        return risk(constant, (low + high) / 2, scale);
    }

    private static double longestEpoch(double constant, double scale) {
        double low = 1;
        double high = 2 * scale * scale;
        for (int round = 0; round < 60; round++) {
            double middle = (low + high) / 2;
            if (Math.sqrt(middle / 2) + Math.sqrt(2 * (middle - 1) / constant) < scale) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double risk(double constant, double epoch, double scale) {
        double root = scale - Math.sqrt(2 * (epoch - 1) / constant);
        double power = 2 / epoch * root * root;
        return power <= 1
                ? Double.POSITIVE_INFINITY
                : 4 * Math.exp(-power * constant) * (1 + 1 / ((power - 1) * Math.log(epoch)));
    }

    private static double logOdds(double share) {
        return Math.log(share / (1 - share));
    }

    private static double logistic(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    /** From the lower to the upper bound. */
    record Interval(Duration lower, Duration upper) {}
}
