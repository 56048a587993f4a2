package dev.slipway.delivery.judge;

/** What the judge can say. There is no fourth word: a judge that could not judge is INCONCLUSIVE. */
public enum Verdict {
    /** Enough was seen, and nothing speaks against the release. */
    PASS,
    /** The release is worse than tolerated, beyond what chance explains. */
    FAIL,
    /** Not enough was seen to say either: hold, extend or ask, never promote and never roll back on this. */
    INCONCLUSIVE;

    /** The verdict on both together: one FAIL fails, and a PASS needs both. */
    public Verdict and(Verdict other) {
        if (this == FAIL || other == FAIL) {
            return FAIL;
        }
        return this == PASS && other == PASS ? PASS : INCONCLUSIVE;
    }
}
