package dev.slipway.delivery.judge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Judges a metric by its absolute limits and beside the old release. What is missing says nothing, either way. */
public final class MetricJudge {

    private MetricJudge() {}

    /** No window is over yet. */
    public static Evidence tooEarly(MetricRule rule, double alpha) {
        return silent(rule, alpha, "the first window is not over");
    }

    /** The source could not be asked, or had no answer that can be judged. */
    public static Evidence silent(MetricRule rule, double alpha, String why) {
        return evidence(rule, alpha, Verdict.INCONCLUSIVE, new double[0], new double[0], rule.name() + ": " + why);
    }

    /**
     * @param alpha the metric's part of the false-alarm budget
     * @param canary the new release's points; NaN marks a gap
     * @param baseline the old release's points in the same time; absent when it has no traffic to compare with
     */
    public static Evidence judge(
            MetricRule rule, double alpha, MetricWindow window, double[] canary, Optional<double[]> baseline) {
        double[] points = rule.filled(canary, window);
        if (points.length < rule.minimumPoints()) {
            return silent(rule, alpha, points.length + " of " + rule.minimumPoints() + " points that are needed");
        }
        double mean = Arrays.stream(points).average().orElseThrow();
        Optional<String> beyond = beyond(rule, mean);
        if (beyond.isPresent()) {
            return evidence(rule, alpha, Verdict.FAIL, points, new double[0], beyond.get());
        }
        String within = rule.name() + " is " + number(mean) + " on average, within its limits";
        if (rule.beside().isEmpty()) {
            return evidence(rule, alpha, Verdict.PASS, points, new double[0], within);
        }
        SeriesPolicy policy = policy(rule, rule.beside().get(), window.share(alpha));
        return baseline.map(old -> MetricSeriesJudge.judge(policy, rule.name(), points, rule.filled(old, window)))
                .orElseGet(() -> silent(rule, alpha, "there is no old release beside it to compare with"));
    }

    /** Half of the window's alpha for the interval, half for the points beyond all of the old release. */
    private static SeriesPolicy policy(MetricRule rule, SeriesPolicy asked, double alpha) {
        return asked.with(rule.missing()).at(1 - alpha / 2, rule.minimumPoints());
    }

    private static Optional<String> beyond(MetricRule rule, double mean) {
        String is = rule.name() + " is " + number(mean) + " on average, ";
        return rule.above()
                .filter(limit -> mean > limit)
                .map(limit -> is + "above " + number(limit))
                .or(() -> rule.below().filter(limit -> mean < limit).map(limit -> is + "below " + number(limit)));
    }

    private static Evidence evidence(
            MetricRule rule, double alpha, Verdict verdict, double[] canary, double[] baseline, String sentence) {
        double limit = rule.above().or(rule::below).orElse(Double.NaN);
        return new Evidence(
                rule.name(),
                verdict,
                Arrays.stream(canary).average().orElse(Double.NaN),
                limit,
                Double.NaN,
                Double.NaN,
                alpha,
                canary.length,
                baseline.length,
                sentence);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
