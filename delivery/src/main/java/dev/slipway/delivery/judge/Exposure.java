package dev.slipway.delivery.judge;

/**
 * How much a rule must have seen before it speaks.
 *
 * @param toSpeak requests of each side below which it says nothing
 * @param toPass canary requests that absence of evidence needs to count as PASS
 */
record Exposure(long toSpeak, long toPass) {

    /** The verdict of a rule that has this evidence. */
    Verdict verdict(boolean failed, long canary, long baseline, boolean provedBetter) {
        if (failed) {
            return Verdict.FAIL;
        }
        if (canary < toSpeak || baseline < toSpeak) {
            return Verdict.INCONCLUSIVE;
        }
        return canary >= toPass || provedBetter ? Verdict.PASS : Verdict.INCONCLUSIVE;
    }

    boolean canSpeak(long canary, long baseline) {
        return canary >= toSpeak && baseline >= toSpeak;
    }
}
