package dev.slipway.promql.template;

/** A span of time, which is written as Go writes its durations. */
record Elapsed(double seconds) {

    @Override
    public String toString() {
        return Humanize.goDuration(seconds);
    }
}
