package dev.slipway.delivery.judge;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.numbers.combinatorics.LogBinomialCoefficient;

/**
 * Compares two series of a metric that is no count of requests, once, at the end of an analysis. {@link #compare} labels
 * as Kayenta's Mann-Whitney classifier does, or where the policy asks for it as its mean inequality classifier. {@link #judge} decides, and departs from Kayenta where that is known to be
 * wrong:
 *
 * <ul>
 *   <li>no data, or too few points, is INCONCLUSIVE, never PASS;
 *   <li>a canary that is far off in a part of its points only keeps the interval wide, and Kayenta passes it: seven of
 *       ten points a hundred times worse, or an old release of zeros with a canary of some errors. Rosenbaum's
 *       exceedance test (Annals of Mathematical Statistics 25, 1954) looks at the points beyond everything the old
 *       release showed: it fails the first and withholds the PASS from the second;
 *   <li>constant series are compared as they are, without random noise, so equal input gives equal output;
 *   <li>numbers are located relative to the range of the data, not to a fixed 0.0001.
 * </ul>
 *
 * It assumes that the points are exchangeable under no change, which neighbouring points of a slow metric are not quite,
 * and unlike {@link Judge} it may be asked only once: asked again and again it raises false alarms.
 */
public final class MetricSeriesJudge {

    private static final double DOUBT = 0.1;

    private MetricSeriesJudge() {}

    /**
     * @param metric the name to show
     * @param canary the canary's points; NaN marks a gap and is left out
     * @param baseline the old release's points in the same time
     */
    public static Evidence judge(SeriesPolicy policy, String metric, double[] canary, double[] baseline) {
        double[] experiment = present(policy, canary);
        double[] control = present(policy, baseline);
        SeriesComparison comparison = compare(policy, experiment, control);
        double beyond = chanceBeyond(policy, experiment, control);
        Verdict verdict = verdict(policy, comparison, beyond, Math.min(experiment.length, control.length));
        return new Evidence(
                metric,
                verdict,
                mean(experiment),
                mean(control),
                Double.NaN,
                beyond,
                1 - policy.confidence(),
                experiment.length,
                control.length,
                sentence(metric, verdict, comparison, experiment, control));
    }

    /** Labels as Kayenta does. */
    public static SeriesComparison compare(SeriesPolicy policy, double[] canary, double[] baseline) {
        double[] experiment = present(policy, canary);
        double[] control = present(policy, baseline);
        if (experiment.length == 0 || control.length == 0) {
            return SeriesComparison.of(silent(policy));
        }
        boolean oneValue =
                RankShift.leastShift(experiment, control) == 0 && RankShift.greatestShift(experiment, control) == 0;
        if (oneValue || Arrays.equals(sorted(experiment), sorted(control))) {
            return new SeriesComparison(SeriesComparison.Label.SAME, false, 1, 0, 0, 0);
        }
        RankShift shift = shift(policy, experiment, control);
        double effect = effect(policy.measure(), experiment, control);
        double needed = policy.tolerance()
                * Math.abs(
                        switch (policy.test()) {
                            case RANKS -> shift.estimate();
                            case MEANS -> mean(control);
                        });
        SeriesComparison.Label label = label(policy, shift, needed, effect);
        boolean critical = switch (label) {
            case HIGH -> !(effect < policy.critical().high());
            case LOW -> !(effect > policy.critical().low());
            case SAME, NO_DATA -> false;
        };
        return new SeriesComparison(label, critical, effect, shift.estimate(), shift.lower(), shift.upper());
    }

    /** Where nothing means zero, a wholly silent series is no news, as Kayenta has it; it has no points to compare. */
    private static SeriesComparison.Label silent(SeriesPolicy policy) {
        return switch (policy.missing()) {
            case GAP -> SeriesComparison.Label.NO_DATA;
            case ZERO -> SeriesComparison.Label.SAME;
        };
    }

    private static RankShift shift(SeriesPolicy policy, double[] experiment, double[] control) {
        return switch (policy.test()) {
            case RANKS -> RankShift.between(experiment, control, policy.confidence());
            case MEANS -> {
                double off = mean(experiment) - mean(control);
                yield new RankShift(off, off, off);
            }
        };
    }

    private static SeriesComparison.Label label(SeriesPolicy policy, RankShift shift, double needed, double effect) {
        if (policy.direction().up()
                && shift.lower() > needed
                && !(effect < policy.effect().high())) {
            return SeriesComparison.Label.HIGH;
        }
        if (policy.direction().down()
                && shift.upper() < -needed
                && !(effect > policy.effect().low())) {
            return SeriesComparison.Label.LOW;
        }
        return SeriesComparison.Label.SAME;
    }

    private static Verdict verdict(SeriesPolicy policy, SeriesComparison comparison, double beyond, int points) {
        return switch (comparison.label()) {
            case NO_DATA -> Verdict.INCONCLUSIVE;
            case HIGH, LOW -> Verdict.FAIL;
            case SAME -> {
                if (beyond <= 1 - policy.confidence()) {
                    yield Verdict.FAIL;
                }
                yield beyond <= DOUBT || points < policy.minimumPoints() ? Verdict.INCONCLUSIVE : Verdict.PASS;
            }
        };
    }

    /** The chance that so many points of the canary lie beyond all of the old release, were the two alike. */
    private static double chanceBeyond(SeriesPolicy policy, double[] experiment, double[] control) {
        if (policy.test() == SeriesPolicy.Test.MEANS || experiment.length == 0 || control.length == 0) {
            return 1;
        }
        double up = policy.direction().up() ? rosenbaum(policy, experiment, control) : 1;
        double down = policy.direction().down() ? rosenbaum(policy, negated(experiment), negated(control)) : 1;
        boolean both = policy.direction() == SeriesPolicy.Direction.EITHER;
        return Math.min(1, Math.min(up, down) * (both ? 2 : 1));
    }

    private static double rosenbaum(SeriesPolicy policy, double[] experiment, double[] control) {
        double most = Arrays.stream(control).max().orElseThrow();
        double bar = most + policy.tolerance() * Math.abs(most);
        int beyond =
                (int) Arrays.stream(experiment).filter(value -> value > bar).count();
        int all = experiment.length + control.length;
        return beyond == 0
                ? 1
                : Math.exp(LogBinomialCoefficient.value(all - beyond, control.length)
                        - LogBinomialCoefficient.value(all, control.length));
    }

    private static double effect(SeriesPolicy.EffectSize measure, double[] experiment, double[] control) {
        return switch (measure) {
            case MEAN_RATIO -> {
                double above = mean(experiment);
                double below = mean(control);
                yield above == 0 || below == 0 ? Double.NaN : above / below;
            }
            case COMMON_LANGUAGE -> {
                double m = experiment.length;
                double n = control.length;
                double sum = RankShift.Ranks.of(experiment, control).firstSum();
                yield (2 * sum - m * (m + 1)) / (2 * m * n);
            }
        };
    }

    private static String sentence(
            String metric, Verdict verdict, SeriesComparison comparison, double[] experiment, double[] control) {
        if (comparison.label() == SeriesComparison.Label.NO_DATA) {
            return metric + ": one of the two series has no points, so nothing was compared";
        }
        String means = String.format(
                Locale.ROOT,
                "%s: on average %.4g over %d points of the canary, %.4g over %d of the old release; ",
                metric,
                mean(experiment),
                experiment.length,
                mean(control),
                control.length);
        return means
                + switch (verdict) {
                    case FAIL ->
                        comparison.label() == SeriesComparison.Label.SAME
                                ? "too many points lie beyond all that the old release showed"
                                : "the shift of " + shift(comparison) + " is more than tolerated";
                    case PASS -> "no difference that matters";
                    case INCONCLUSIVE -> "too few points to tell";
                };
    }

    private static String shift(SeriesComparison comparison) {
        String estimate = String.format(Locale.ROOT, "%.4g", comparison.estimate());
        return comparison.lower() == comparison.upper()
                ? estimate
                : estimate
                        + String.format(
                                Locale.ROOT, " (between %.4g and %.4g)", comparison.lower(), comparison.upper());
    }

    private static double[] present(SeriesPolicy policy, double[] values) {
        return switch (policy.missing()) {
            case GAP -> Arrays.stream(values).filter(Double::isFinite).toArray();
            case ZERO ->
                Arrays.stream(values)
                        .map(value -> Double.isFinite(value) ? value : 0)
                        .toArray();
        };
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    private static double[] sorted(double[] values) {
        return Arrays.stream(values).sorted().toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
