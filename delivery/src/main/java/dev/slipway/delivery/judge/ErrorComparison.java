package dev.slipway.delivery.judge;

/** Compares how often requests fail on the canary and on the old release in the same looks. */
record ErrorComparison(ErrorRateRule rule, double alpha, Exposure exposure, RatioTest test, boolean failed)
        implements Rule {

    static final String METRIC = "errors";

    static ErrorComparison start(ErrorRateRule rule, JudgePolicy policy) {
        return new ErrorComparison(
                rule,
                policy.alphaPerRule(),
                new Exposure(rule.minimumExposure(), policy.minimumRequests()),
                RatioTest.start(rule.margin()),
                false);
    }

    @Override
    public ErrorComparison add(Look look) {
        RatioTest next = test.add(
                look.canary().requests(),
                look.canary().errors(),
                look.baseline().requests(),
                look.baseline().errors());
        RatioTest.Tally tally = next.tally();
        boolean fails = next.bestLogE() >= Rule.bar(alpha)
                && tally.excess() > rule.negligible()
                && exposure.canSpeak(tally.canaryRequests(), tally.baselineRequests());
        return new ErrorComparison(rule, alpha, exposure, next, failed || fails);
    }

    @Override
    public Evidence evidence() {
        RatioTest.Tally tally = test.tally();
        boolean better = test.logEBelow() >= Rule.bar(alpha);
        Verdict verdict = exposure.verdict(failed, tally.canaryRequests(), tally.baselineRequests(), better);
        return new Evidence(
                METRIC,
                verdict,
                tally.canaryRate(),
                tally.baselineRate(),
                Words.eValue(test.bestLogE()),
                Words.pValue(test.bestLogE()),
                alpha,
                tally.canaryRequests(),
                tally.baselineRequests(),
                sentence(verdict, tally));
    }

    private String sentence(Verdict verdict, RatioTest.Tally tally) {
        if (tally.canaryRequests() == 0) {
            return METRIC + ": in no look did both releases answer requests, so nothing was compared";
        }
        return METRIC + ": " + Words.count(tally.canaryEvents()) + " of " + Words.count(tally.canaryRequests())
                + " canary requests failed (" + Words.percent(tally.canaryRate()) + "), "
                + Words.count(tally.baselineEvents()) + " of " + Words.count(tally.baselineRequests())
                + " on the old release (" + Words.percent(tally.baselineRate()) + "); "
                + Words.conclusion(verdict, test.bestLogE(), exposure, tally.canaryRequests());
    }
}
