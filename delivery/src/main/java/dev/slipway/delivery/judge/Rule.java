package dev.slipway.delivery.judge;

/** One rule of a policy with all it has seen: an immutable state that grows look by look. */
sealed interface Rule permits ErrorComparison, LatencyComparison, RateWatch, Unjudged {

    Rule add(Look look);

    /** Whether the evidence reached the rule's alpha at any look; once it has, it stays so. */
    boolean failed();

    Evidence evidence();

    /** The threshold on the natural logarithm of the evidence. */
    static double bar(double alpha) {
        return -Math.log(alpha);
    }
}
