package dev.slipway.delivery.judge;

/**
 * How two series of one metric, say memory or queue length sampled each minute, are compared.
 *
 * @param test what the canary's series is held against
 * @param missing what a point that is not there means
 * @param tolerance with ranks the share of the estimated shift that the interval must clear, Kayenta's 0.25; with means
 *     the share of the old release's mean by which the canary's may be off
 * @param confidence of the interval, Kayenta's 0.98
 * @param direction which way is worse
 * @param measure how the size of the effect is told
 * @param effect effect sizes between these bounds never fail
 * @param critical effect sizes beyond these bounds are critical
 * @param minimumPoints points of each series that a PASS needs
 */
public record SeriesPolicy(
        Test test,
        Missing missing,
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
        return new SeriesPolicy(
                Test.RANKS, Missing.GAP, 0.25, 0.98, direction, EffectSize.MEAN_RATIO, Bounds.NONE, Bounds.NONE, 5);
    }

    public SeriesPolicy withEffect(EffectSize by, Bounds tolerated) {
        return new SeriesPolicy(
                test, missing, tolerance, confidence, direction, by, tolerated, critical, minimumPoints);
    }

    /** The same comparison by another test, with that test's tolerance. */
    public SeriesPolicy by(Test other, double tolerated) {
        return new SeriesPolicy(
                other, missing, tolerated, confidence, direction, measure, effect, critical, minimumPoints);
    }

    public SeriesPolicy with(Missing meaning) {
        return new SeriesPolicy(
                test, meaning, tolerance, confidence, direction, measure, effect, critical, minimumPoints);
    }

    /** The same comparison, this sure of its interval, and with so many points before a PASS. */
    public SeriesPolicy at(double sure, int points) {
        return new SeriesPolicy(test, missing, tolerance, sure, direction, measure, effect, critical, points);
    }

    /** How two series are held against each other. */
    public enum Test {
        /** Mann-Whitney with the Hodges-Lehmann shift: tells a difference from chance. */
        RANKS,
        /** The two means and a tolerance, as Kayenta's mean inequality: simple, and blind to chance. */
        MEANS
    }

    /** What it means that a source has no point where one is due. */
    public enum Missing {
        /** Nothing is known of that time. */
        GAP,
        /** Nothing happened: a count of errors that is only kept when there are some. Kayenta's {@code replace}. */
        ZERO
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
