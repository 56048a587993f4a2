package dev.slipway.delivery.config;

import dev.slipway.delivery.judge.ErrorRateRule;
import dev.slipway.delivery.judge.JudgePolicy;
import dev.slipway.delivery.judge.LatencyRule;
import dev.slipway.delivery.judge.MetricRule;
import dev.slipway.delivery.judge.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of the judge's policy. Defaults are those of {@link JudgePolicy#standard()}. */
final class JudgeSection {

    private static final ErrorRateRule ERRORS = ErrorRateRule.standard();
    private static final LatencyRule LATENCIES = LatencyRule.standard();

    private static final Key<Double> MARGIN = Key.fallback(
            "margin",
            Plains.decimal(1, 100),
            Double.toString(ERRORS.margin()),
            "Tolerated ratio of the new error rate to the old one.");
    private static final Key<Double> NEGLIGIBLE = Key.fallback(
            "negligible",
            Plains.decimal(0, 1),
            Double.toString(ERRORS.negligible()),
            "Excess of the error rate below which a difference is never worth a rollback.");
    private static final Key<Integer> ERROR_EXPOSURE = Key.fallback(
            "minimumExposure",
            Plains.whole(1, Integer.MAX_VALUE),
            Long.toString(ERRORS.minimumExposure()),
            "Requests that each side must have answered before this rule says anything.");

    private static final Section<Optional<ErrorRateRule>> ERROR_RATE = Section.of(
            "Compares how often requests fail.",
            List.of(MARGIN, NEGLIGIBLE, ERROR_EXPOSURE),
            filled -> Optional.of(
                    new ErrorRateRule(filled.get(MARGIN), filled.get(NEGLIGIBLE), filled.get(ERROR_EXPOSURE))));

    private static final Key<Double> QUANTILE = Key.fallback(
            "quantile",
            Plains.decimal(0.5, 0.9999),
            Double.toString(LATENCIES.quantile()),
            "Share of the requests that the compared latency covers.");
    private static final Key<Double> RATIO = Key.fallback(
            "ratio",
            Plains.decimal(1, 100),
            Double.toString(LATENCIES.ratio()),
            "Tolerated ratio of the new latency to the old one.");
    private static final Key<Duration> SLACK = Key.fallback(
            "slack",
            Plains.DURATION,
            Quantity.text(LATENCIES.slack()),
            "Tolerated on top, so that a quick service does not fail over a millisecond.");
    private static final Key<Integer> LATENCY_EXPOSURE = Key.fallback(
            "minimumExposure",
            Plains.whole(1, Integer.MAX_VALUE),
            Long.toString(LATENCIES.minimumExposure()),
            "Requests that each side must have answered before this rule says anything.");

    private static final Section<Optional<LatencyRule>> LATENCY = Section.of(
            "Compares how long requests take.",
            List.of(QUANTILE, RATIO, SLACK, LATENCY_EXPOSURE),
            filled -> Optional.of(new LatencyRule(
                    filled.get(QUANTILE), filled.get(RATIO), filled.get(SLACK), filled.get(LATENCY_EXPOSURE))));

    private static final Key<Double> ERROR_LIMIT =
            Key.optional("errorRateAbove", Plains.decimal(0, 1), "Fails a release of which more requests fail.");
    private static final Key<Duration> LATENCY_LIMIT = Key.optional(
            "latencyAbove", Plains.POSITIVE_DURATION, "Fails a release whose requests take longer at the quantile.");
    private static final Key<Double> GUARD_QUANTILE =
            Key.fallback("quantile", Plains.decimal(0.5, 0.9999), "0.99", "Belongs to `latencyAbove`.");
    private static final Key<Integer> SAMPLES = Key.fallback(
            "minimumSamples",
            Plains.whole(1, Integer.MAX_VALUE),
            "50",
            "Requests of the new release below which the limit is not judged.");

    private static final Section<Threshold> GUARD = Section.of(
            "An absolute limit, whatever the old release does: either `errorRateAbove` or `latencyAbove`.",
            List.of(ERROR_LIMIT, LATENCY_LIMIT, GUARD_QUANTILE, SAMPLES),
            JudgeSection::guard);

    private static final Key<Double> ALPHA = Key.fallback(
            "alpha",
            Plains.decimal(0, 0.5),
            Double.toString(JudgePolicy.standard().alpha()),
            "Share of good releases that may be failed by mistake, over all rules and all looks together.");
    private static final Key<Integer> MINIMUM_REQUESTS = Key.fallback(
            "minimumRequests",
            Plains.whole(1, Integer.MAX_VALUE),
            Long.toString(JudgePolicy.standard().minimumRequests()),
            "Requests to the new release that a PASS needs.");
    private static final Key<Optional<ErrorRateRule>> ERROR_RATE_KEY = Key.fallback(
            "errorRate",
            new ByKind<>(Plains.word(List.of("off"), off -> Optional.<ErrorRateRule>empty()), ERROR_RATE),
            "{}",
            "Compares how often requests fail; `off` does not.");
    private static final Key<Optional<LatencyRule>> LATENCY_KEY = Key.fallback(
            "latency",
            new ByKind<>(Plains.word(List.of("off"), off -> Optional.<LatencyRule>empty()), LATENCY),
            "{}",
            "Compares how long requests take; `off` does not.");
    private static final Key<List<Threshold>> GUARDS =
            Key.fallback("guards", ListShape.of(GUARD), "[]", "Absolute limits on top.");

    private static final Key<List<MetricRule>> METRICS = Key.fallback(
            "metrics",
            ListShape.of(MetricSection.SECTION),
            "[]",
            "Other figures that are judged, too; each takes its part of alpha.");

    static final Section<JudgePolicy> SECTION = Section.of(
            "How the judge compares the new release with the old one on real traffic.",
            List.of(ALPHA, MINIMUM_REQUESTS, ERROR_RATE_KEY, LATENCY_KEY, GUARDS, METRICS),
            filled -> new JudgePolicy(
                    filled.get(ALPHA),
                    filled.get(ERROR_RATE_KEY).orElse(null),
                    filled.get(LATENCY_KEY).orElse(null),
                    filled.get(GUARDS),
                    filled.get(MINIMUM_REQUESTS),
                    filled.get(METRICS)));

    private JudgeSection() {}

    private static Threshold guard(Filled filled) {
        Optional<Double> errors = filled.find(ERROR_LIMIT);
        Optional<Duration> latency = filled.find(LATENCY_LIMIT);
        if (errors.isPresent() == latency.isPresent()) {
            throw Plains.bad(
                    "bad-guard", "a guard has either errorRateAbove or latencyAbove", "write two guards for both");
        }
        int samples = filled.get(SAMPLES);
        if (errors.isPresent()) {
            return new Threshold.ErrorRateAbove(errors.get(), samples);
        }
        return new Threshold.LatencyAbove(filled.get(GUARD_QUANTILE), latency.orElseThrow(), samples);
    }
}
