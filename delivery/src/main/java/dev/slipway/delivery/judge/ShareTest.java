package dev.slipway.delivery.judge;

import org.apache.commons.numbers.gamma.LogBeta;

/**
 * An anytime-valid test of whether the canary received the share of traffic that was planned: the two-armed case of
 * Lindon &amp; Malek (arXiv 2011.03567), with a Beta prior around the planned share w: {@code E = B(kw + x, k(1-w) + y) /
 * B(kw, k(1-w)) / (w^x (1-w)^y)} after x requests to the canary and y to the old release. When the plan changes, a new
 * factor begins and the finished ones stay multiplied in. It warns of a comparison that rests on wrong routing; it never
 * decides one.
 *
 * @param concentration k: how closely around the plan the prior looks for departures
 * @param share the planned share w, between 0 and 1
 * @param canary requests to the canary under the present plan
 * @param baseline requests to the old release under the present plan
 * @param settledLogE natural logarithm of the evidence from earlier plans
 */
record ShareTest(double concentration, double share, long canary, long baseline, double settledLogE) {

    static ShareTest start(double concentration) {
        return new ShareTest(concentration, Double.NaN, 0, 0, 0);
    }

    ShareTest add(double planned, long newCanary, long newBaseline) {
        if (planned <= 0 || planned >= 1) {
            return this;
        }
        return planned == share
                ? new ShareTest(concentration, share, canary + newCanary, baseline + newBaseline, settledLogE)
                : new ShareTest(concentration, planned, newCanary, newBaseline, logE());
    }

    /** Natural logarithm of the evidence against the plan. */
    double logE() {
        if (canary + baseline == 0) {
            return settledLogE;
        }
        double a = concentration * share;
        double b = concentration * (1 - share);
        return settledLogE
                + LogBeta.value(a + canary, b + baseline)
                - LogBeta.value(a, b)
                - canary * Math.log(share)
                - baseline * Math.log1p(-share);
    }

    /** The share of requests that the canary really had under the present plan; NaN without requests. */
    double observed() {
        return canary + baseline == 0 ? Double.NaN : (double) canary / (canary + baseline);
    }
}
