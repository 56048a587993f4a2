package dev.slipway.delivery.judge;

/**
 * How two series of one metric, say memory or queue length sampled each minute, are compared.
 *
 * @param tolerance share of the estimated shift that the interval must clear, Kayenta's 0.25
 * @param confidence of the interval, Kayenta's 0.98
 * @param direction which way is worse
 * @param measure how the size of the effect is told
 * @param effect effect sizes between these bounds never fail
 * @param critical effect sizes beyond these bounds are critical
 * @param minimumPoints points of each series that a PASS needs
 */
public record SeriesPolicy(
        double tolerance,
        double confidence,
        Direction direction,
        EffectSize measure,
        Bounds effect,
        Bounds critical,
        int minimumPoints) {

    /** @throws dev.slipway.kernel.Problem code {@code bad-judge-policy} */
    public SeriesPolicy {
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw BadInput.policy("a tolerance of " + tolerance + "; it is a share from 0 to below 1");
        }
        if (!(confidence > 0.5 && confidence < 1)) {
            throw BadInput.policy("a confidence of " + confidence + "; it is between 0.5 and 1");
        }
        if (minimumPoints < 1) {
            throw BadInput.policy("a PASS after " + minimumPoints + " points");
        }
    }

    /** Tolerance 0.25, interval of 98 %, at least 5 points of each series. */
    public static SeriesPolicy standard(Direction direction) {
        return new SeriesPolicy(0.25, 0.98, direction, EffectSize.MEAN_RATIO, Bounds.NONE, Bounds.NONE, 5);
    }

    public SeriesPolicy withEffect(EffectSize by, Bounds tolerated) {
        return new SeriesPolicy(tolerance, confidence, direction, by, tolerated, critical, minimumPoints);
    }

    /** Which way is worse. */
    public enum Direction {
        INCREASE,
        DECREASE,
        EITHER;

        boolean up() {
            return this != DECREASE;
        }

        boolean down() {
            return this != INCREASE;
        }
    }

    /** How large a difference is, apart from how sure it is. */
    public enum EffectSize {
        /** Mean of the canary divided by the mean of the old release; unknown where either is zero. */
        MEAN_RATIO,
        /** The chance that a value of the canary exceeds one of the old release (Vargha and Delaney 2000). */
        COMMON_LANGUAGE
    }

    /**
     * @param low an effect at or below it counts as a decrease
     * @param high an effect at or above it counts as an increase
     */
    public record Bounds(double low, double high) {

        /** Any departure counts. */
        public static final Bounds NONE = new Bounds(1, 1);
    }
}
