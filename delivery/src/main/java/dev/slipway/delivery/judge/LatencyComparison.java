package dev.slipway.delivery.judge;

import java.time.Duration;

/**
 * Compares how long requests take. Each look has a bar: the old release's quantile in all looks before it. An old
 * request is slow above the bar, a canary request above the tolerated multiple of it, and {@link RatioTest} asks whether
 * the canary is slow more often. If the canary's latency is at most the tolerated one everywhere, it is slow no more
 * often than the old release at any bar, so the test holds its alpha whatever the bar; the bar is known before the look
 * that it judges, and both sides of a look share its incidents. The first look only sets the bar. This is the exceedance
 * form of sequential quantile comparison (Howard &amp; Ramdas, arXiv 1906.09712).
 *
 * @param seenCanary all the canary's timed requests
 * @param seenBaseline all the old release's timed requests: the source of the next bar
 */
record LatencyComparison(
        LatencyRule rule,
        double alpha,
        Exposure exposure,
        LatencyHistogram seenCanary,
        LatencyHistogram seenBaseline,
        RatioTest test,
        boolean failed)
        implements Rule {

    static LatencyComparison start(LatencyRule rule, JudgePolicy policy) {
        return new LatencyComparison(
                rule,
                policy.alphaPerRule(),
                new Exposure(rule.minimumExposure(), policy.minimumRequests()),
                LatencyHistogram.empty(),
                LatencyHistogram.empty(),
                RatioTest.start(1),
                false);
    }

    static String metric(LatencyRule rule) {
        return "latency " + Words.quantile(rule.quantile());
    }

    @Override
    public LatencyComparison add(Look look) {
        LatencyHistogram canary = look.canary().latency();
        LatencyHistogram baseline = look.baseline().latency();
        RatioTest next = seenBaseline.total() == 0 ? test : compare(canary, baseline);
        RatioTest.Tally tally = next.tally();
        boolean fails = next.bestLogE() >= Rule.bar(alpha)
                && tally.excess() > 0
                && exposure.canSpeak(tally.canaryRequests(), tally.baselineRequests());
        return new LatencyComparison(
                rule, alpha, exposure, seenCanary.merge(canary), seenBaseline.merge(baseline), next, failed || fails);
    }

    private RatioTest compare(LatencyHistogram canary, LatencyHistogram baseline) {
        long bar = seenBaseline.quantile(rule.quantile()).toNanos() / 1000;
        return test.add(
                canary.total(), canary.countAbove(rule.tolerated(bar)), baseline.total(), baseline.countAbove(bar));
    }

    @Override
    public Evidence evidence() {
        RatioTest.Tally tally = test.tally();
        boolean better = test.logEBelow() >= Rule.bar(alpha);
        Verdict verdict = exposure.verdict(failed, tally.canaryRequests(), tally.baselineRequests(), better);
        return new Evidence(
                metric(rule),
                verdict,
                Words.seconds(seenCanary, rule.quantile()),
                Words.seconds(seenBaseline, rule.quantile()),
                Words.eValue(test.bestLogE()),
                Words.pValue(test.bestLogE()),
                alpha,
                tally.canaryRequests(),
                tally.baselineRequests(),
                sentence(verdict, tally));
    }

    private String sentence(Verdict verdict, RatioTest.Tally tally) {
        if (tally.canaryRequests() == 0) {
            return metric(rule) + ": after the first look, which sets the bar, no look timed requests of both releases";
        }
        Duration tolerated = Duration.ofNanos(1000 * rule.tolerated(oldMicros()));
        return metric(rule) + ": " + Words.duration(seenCanary.quantile(rule.quantile())) + " on the canary"
                + Words.band(seenCanary, rule.quantile(), alpha) + ", "
                + Words.duration(seenBaseline.quantile(rule.quantile())) + " on the old release (tolerated: "
                + Words.duration(tolerated) + "); " + Words.percent(tally.canaryRate())
                + " of the canary's requests took longer than tolerated; "
                + Words.conclusion(verdict, test.bestLogE(), exposure, tally.canaryRequests());
    }

    private long oldMicros() {
        return seenBaseline.quantile(rule.quantile()).toNanos() / 1000;
    }
}
