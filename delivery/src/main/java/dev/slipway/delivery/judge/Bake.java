package dev.slipway.delivery.judge;

import java.time.Duration;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The rules of a bake: the old release no longer serves, so the new one is held against what was recorded of the old
 * one before. A recording is a sample, not the truth: a fifth of each rule's alpha pays for the limit that is drawn from
 * it (one-sided Clopper-Pearson bound for errors, order-statistic bound for the quantile), the rest for the sequential
 * test against that limit, and by the union bound a healthy release fails with probability at most alpha.
 *
 * <p>What this assumes, and a canary does not: that the world stayed the same. Requests are taken as independent, and an
 * incident in a shared dependency during the bake counts against the new release, as nothing else is there to be seen.
 */
final class Bake {

    private static final double RECORDING_SHARE = 0.2;
    private static final double CERTAIN = 0.999_999;

    private Bake() {}

    static Rule errors(ErrorRateRule rule, JudgePolicy policy, Arm recorded) {
        double alpha = policy.alphaPerRule();
        if (recorded.requests() < rule.minimumExposure()) {
            return new Unjudged(ErrorComparison.METRIC, alpha, missing(recorded.requests()));
        }
        double highest = RateTest.upperBound(recorded.requests(), recorded.errors(), alpha * RECORDING_SHARE);
        double limit = Math.min(CERTAIN, rule.margin() * highest + rule.negligible());
        return watch(
                ErrorComparison.METRIC,
                new RateWatch.Event.Failure(),
                policy,
                rule.minimumExposure(),
                recorded.errorRate(),
                recorded.requests(),
                Words.count(recorded.errors()) + " of " + Words.count(recorded.requests())
                        + " on the old release before (" + Words.percent(recorded.errorRate()) + "; tolerated: "
                        + Words.percent(limit) + ")",
                limit);
    }

    static Rule latency(LatencyRule rule, JudgePolicy policy, LatencyHistogram recorded) {
        double alpha = policy.alphaPerRule();
        long total = recorded.total();
        if (total < rule.minimumExposure()) {
            return new Unjudged(LatencyComparison.metric(rule), alpha, missing(total));
        }
        long rank = rankAbove(total, rule.quantile(), alpha * RECORDING_SHARE);
        if (rank > total) {
            return new Unjudged(
                    LatencyComparison.metric(rule),
                    alpha,
                    Words.count(total) + " timed requests of the old release are too few to know its "
                            + Words.quantile(rule.quantile()));
        }
        long limit = rule.tolerated(recorded.atRank(rank));
        return watch(
                LatencyComparison.metric(rule),
                new RateWatch.Event.SlowerThan(limit, rule.quantile()),
                policy,
                rule.minimumExposure(),
                Words.seconds(recorded, rule.quantile()),
                total,
                Words.limit(1 - rule.quantile()) + " may, as the old release's " + Words.quantile(rule.quantile())
                        + " was " + Words.duration(recorded.quantile(rule.quantile())) + " before and "
                        + Words.duration(Duration.ofNanos(1000 * limit)) + " is tolerated",
                1 - rule.quantile());
    }

    private static RateWatch watch(
            String metric,
            RateWatch.Event event,
            JudgePolicy policy,
            long minimumExposure,
            double reference,
            long referenceRequests,
            String subject,
            double limit) {
        return new RateWatch(
                metric,
                event,
                policy.alphaPerRule() * (1 - RECORDING_SHARE),
                new Exposure(minimumExposure, policy.minimumRequests()),
                reference,
                referenceRequests,
                subject,
                LatencyHistogram.empty(),
                RateTest.start(limit),
                false);
    }

    /** The smallest rank whose value lies below the true quantile with at most this risk; beyond the sample if none. */
    private static long rankAbove(long total, double quantile, double risk) {
        int size = (int) Math.min(total, Integer.MAX_VALUE);
        int below = BinomialDistribution.of(size, quantile).inverseSurvivalProbability(risk);
        return Math.round((below + 1) * ((double) total / size));
    }

    private static String missing(long requests) {
        return requests == 0
                ? "nothing was recorded of the old release to compare with"
                : "only " + Words.count(requests) + " requests of the old release were recorded to compare with";
    }
}
