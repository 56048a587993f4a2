package dev.slipway.delivery.judge;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * An anytime-valid test of whether an event is more frequent than an absolute limit p0. The evidence is the Bernoulli
 * likelihood ratio averaged over rates above p0, with the Beta(1/2, 1/2) prior cut off at p0: {@code E = B(a + x, b + n -
 * x) (1 - I_p0(a + x, b + n - x)) / (B(a, b) (1 - I_p0(a, b))) / (p0^x (1 - p0)^(n - x))}. Each alternative above p0
 * gains from an event and loses without one, so E is a supermartingale for every rate up to p0, also a changing one
 * (the one-sided beta-binomial mixture of Howard, Ramdas, McAuliffe &amp; Sekhon, arXiv 1810.08240).
 *
 * @param limit p0, between 0 and 1
 * @param requests how many were seen
 * @param events in how many of them it happened
 * @param bestLogE natural logarithm of the strongest evidence so far that the rate exceeds the limit; never below 0
 */
record RateTest(double limit, long requests, long events, double bestLogE) {

    private static final double PRIOR = 0.5;

    static RateTest start(double limit) {
        return new RateTest(limit, 0, 0, 0);
    }

    RateTest add(long newRequests, long newEvents) {
        if (newRequests == 0) {
            return this;
        }
        long allRequests = requests + newRequests;
        long allEvents = events + newEvents;
        return new RateTest(
                limit, allRequests, allEvents, Math.max(bestLogE, logE(allEvents, allRequests - allEvents, limit)));
    }

    /** Share of requests in which it happened; NaN without requests. */
    double rate() {
        return requests == 0 ? Double.NaN : (double) events / requests;
    }

    private static double logE(long hits, long misses, double limit) {
        return logMass(PRIOR + hits, PRIOR + misses, limit)
                - logMass(PRIOR, PRIOR, limit)
                - hits * Math.log(limit)
                - misses * Math.log1p(-limit);
    }

    private static double logMass(double a, double b, double limit) {
        return LogBeta.value(a, b) + Math.log(BetaDistribution.of(a, b).survivalProbability(limit));
    }

    /**
     * The largest rate that still explains so few events in a fixed sample: the one-sided bound of Clopper and Pearson.
     *
     * @param risk how likely the true rate may be above the bound
     */
    static double upperBound(long requests, long events, double risk) {
        return events == requests
                ? 1
                : BetaDistribution.of(events + 1.0, (double) requests - events).inverseSurvivalProbability(risk);
    }
}
