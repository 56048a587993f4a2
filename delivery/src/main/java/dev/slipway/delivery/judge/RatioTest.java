package dev.slipway.delivery.judge;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An anytime-valid test of whether an event (a failure, a slow answer) is more than {@code margin} times as frequent on
 * the canary as on the old release, from counts that arrive look by look with changing traffic shares.
 *
 * <p>Given rates in the ratio rho, an event comes from the canary with probability {@code w rho / (1 + w (rho - 1))},
 * where w is the canary's share of exposure (Lindon &amp; Malek, "Anytime-Valid Inference for Multinomial Count Data",
 * arXiv 2011.03567). Against the null ratio r, each alternative rho thus multiplies its wealth by {@code (rho / r) c} for
 * an event of the canary and by {@code c} for one of the old release, {@code c = (1 + w (r - 1)) / (1 + w (rho - 1))};
 * the evidence E is the average wealth over a prior on rho &gt; r.
 *
 * <p>Which w? The canary's share of the <em>requests observed in the look</em>, not the configured weight. With n_c and
 * n_b requests whose events are independent with mean rates p_c and p_b, {@code E[(rho c / r)^x_c c^x_b]} is at most
 * {@code exp(n_c p_c (rho c / r - 1) + n_b p_b (c - 1))}, from {@code 1 + x <= e^x}. With {@code w = n_c / (n_c + n_b)}
 * and {@code p_c = r p_b} the exponent is exactly zero, and it falls with p_c: so E is a supermartingale for the whole
 * null {@code p_c <= r p_b} at any rates, which may change from look to look. Without a margin (r = 1) independence is
 * not even needed: where requests are assigned at random, an outage shared by both sides leaves the canary's part of the
 * events hypergeometric, and the wealth is convex in it, so its mean is at most that of the binomial with share w
 * (Hoeffding 1963, theorem 4). The configured weight would be right only for a router that meets it exactly; sticky
 * sessions, keep-alive or a slow start shift the true share and would be mistaken for a fault of the release. By Ville's
 * inequality, E ever reaches 1/alpha with probability at most alpha, however often one looks.
 */
final class RatioTest {

    private static final int BELOW = 12;
    private static final int ABOVE = 20;
    private static final int FLAT = 12;
    private static final double STEP = Math.log(2) / 2;
    private static final double[] LOG_PRIOR = logPrior();
    private static final double[] MULTIPLE = IntStream.rangeClosed(-BELOW, ABOVE)
            .mapToDouble(distance -> Math.exp(distance * STEP))
            .toArray();

    private final double margin;
    private final double[] logLikelihood;
    private final Tally tally;
    private final double bestLogE;

    private RatioTest(double margin, double[] logLikelihood, Tally tally, double bestLogE) {
        this.margin = margin;
        this.logLikelihood = logLikelihood;
        this.tally = tally;
        this.bestLogE = bestLogE;
    }

    /** No data yet. */
    static RatioTest start(double margin) {
        return new RatioTest(margin, new double[BELOW + ABOVE + 1], Tally.NONE, 0);
    }

    /** One look's counts. A look in which one side saw nothing compares nothing, and changes nothing. */
    RatioTest add(long canaryRequests, long canaryEvents, long baselineRequests, long baselineEvents) {
        if (canaryRequests == 0 || baselineRequests == 0) {
            return this;
        }
        Tally next = tally.add(canaryRequests, canaryEvents, baselineRequests, baselineEvents, margin);
        if (canaryEvents + baselineEvents == 0) {
            return new RatioTest(margin, logLikelihood, next, bestLogE);
        }
        double share = (double) canaryRequests / (canaryRequests + baselineRequests);
        double events = (double) canaryEvents + baselineEvents;
        double[] grown = logLikelihood.clone();
        for (int index = 0; index < grown.length; index++) {
            double ratio = margin * MULTIPLE[index];
            grown[index] += canaryEvents * (index - BELOW) * STEP - events * Math.log(1 + share * (ratio - 1));
        }
        return new RatioTest(margin, grown, next, Math.max(bestLogE, logEAbove(grown)));
    }

    Tally tally() {
        return tally;
    }

    /** Natural logarithm of the strongest evidence so far that the ratio exceeds the margin; never below 0. */
    double bestLogE() {
        return bestLogE;
    }

    /** Natural logarithm of the present evidence that the ratio is below the margin. */
    double logEBelow() {
        double[] terms = new double[BELOW];
        for (int distance = 1; distance <= BELOW; distance++) {
            terms[distance - 1] = LOG_PRIOR[distance - 1] + logLikelihood[BELOW - distance] - logLikelihood[BELOW];
        }
        return logSum(terms);
    }

    private static double logEAbove(double[] logLikelihood) {
        double[] terms = new double[ABOVE];
        for (int distance = 1; distance <= ABOVE; distance++) {
            terms[distance - 1] = LOG_PRIOR[distance - 1] + logLikelihood[BELOW + distance] - logLikelihood[BELOW];
        }
        return logSum(terms);
    }

    private static double logSum(double[] terms) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double term : terms) {
            largest = Math.max(largest, term);
        }
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - largest);
        }
        return largest + Math.log(sum);
    }

    /** Even over ratios up to 64 times the margin, then thinning out to 1024; sums to one. */
    private static double[] logPrior() {
        double[] prior = new double[ABOVE];
        for (int index = 0; index < ABOVE; index++) {
            prior[index] = index < FLAT ? 1 : Math.pow(2, -(index - FLAT + 1) / 2.0);
        }
        double sum = Arrays.stream(prior).sum();
        return Arrays.stream(prior).map(weight -> Math.log(weight / sum)).toArray();
    }

    /**
     * Plain sums over the looks that compared something, and the excess of the canary's rate over the margin times the
     * old rate, stratified by look after Mantel and Haenszel so that changing shares do not distort it.
     */
    record Tally(
            long canaryRequests,
            long canaryEvents,
            long baselineRequests,
            long baselineEvents,
            double excessSum,
            double excessWeight) {

        static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

        Tally add(long newCanary, long newCanaryEvents, long newBaseline, long newBaselineEvents, double margin) {
            double both = (double) newCanary + newBaseline;
            double excess = (newCanaryEvents * (double) newBaseline - margin * newBaselineEvents * newCanary) / both;
            return new Tally(
                    canaryRequests + newCanary,
                    canaryEvents + newCanaryEvents,
                    baselineRequests + newBaseline,
                    baselineEvents + newBaselineEvents,
                    excessSum + excess,
                    excessWeight + newCanary * (double) newBaseline / both);
        }

        double excess() {
            return excessWeight == 0 ? 0 : excessSum / excessWeight;
        }

        double canaryRate() {
            return canaryRequests == 0 ? Double.NaN : (double) canaryEvents / canaryRequests;
        }

        double baselineRate() {
            return baselineRequests == 0 ? Double.NaN : (double) baselineEvents / baselineRequests;
        }
    }
}
