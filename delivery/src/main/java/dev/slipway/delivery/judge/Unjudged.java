package dev.slipway.delivery.judge;

/** A rule that lacks what it would compare with, and says so instead of guessing. */
record Unjudged(String metric, double alpha, String sentence) implements Rule {

    @Override
    public Rule add(Look look) {
        return this;
    }

    @Override
    public boolean failed() {
        return false;
    }

    @Override
    public Evidence evidence() {
        return new Evidence(
                metric, Verdict.INCONCLUSIVE, Double.NaN, Double.NaN, 1, 1, alpha, 0, 0, metric + ": " + sentence);
    }
}
