package dev.slipway.delivery.judge;

/**
 * How much more often than the old release the new one may fail.
 *
 * @param margin ratio of the error rates that is tolerated: the release fails on evidence that its rate is more than
 *     this many times the old one; at least 1
 * @param negligible excess of the error rate, from 0 to 1, below which a difference is never worth a rollback, however
 *     sure: it keeps huge traffic from failing a release over one error more in a million
 * @param minimumExposure requests that each side must have answered before this rule says anything
 */
public record ErrorRateRule(double margin, double negligible, long minimumExposure) {

    /** @throws dev.slipway.kernel.Problem code {@code bad-judge-policy} */
    public ErrorRateRule {
        if (!(margin >= 1 && margin <= 100)) {
            throw BadInput.policy("a margin of " + margin + "; it is a ratio from 1 to 100");
        }
        if (!(negligible >= 0 && negligible < 1)) {
            throw BadInput.policy("a negligible error rate of " + negligible + "; it is a share from 0 to below 1");
        }
        if (minimumExposure < 1) {
            throw BadInput.policy("a minimum exposure of " + minimumExposure + " requests");
        }
    }

    /** A rule with the usual negligible excess, one error in a thousand requests. */
    public ErrorRateRule(double margin, long minimumExposure) {
        this(margin, 0.001, minimumExposure);
    }

    /** Up to a tenth more errors are tolerated; silent below 20 requests. */
    public static ErrorRateRule standard() {
        return new ErrorRateRule(1.1, 20);
    }
}
