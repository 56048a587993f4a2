package dev.slipway.cli.demo;

import java.util.List;

/** What the demonstration found, as it is written to {@code demo-report.json}. */
record Report(boolean ok, List<Line> rollouts, Load traffic, List<Rollback> rollbacks, double seconds) {

    /**
     * One rollout's end.
     *
     * @param result its last state in lower case, or {@code refused} for a push that was
     */
    record Line(String release, String environment, String strategy, String result, double seconds, String reason) {}

    /** Requests of the load client and how many of them failed, by whose fault. */
    record Load(long requests, long failedBySwitch, long failedByRelease) {}

    /**
     * How one rollback went.
     *
     * @param phase {@code canary} or {@code bake}
     * @param requestsUntilVerdict requests that the new release had answered when it was failed
     * @param secondsUntilVerdict from its first request, or the bake's beginning, to the verdict
     * @param secondsUntilRestored from the verdict until the old release had all traffic again
     */
    record Rollback(
            String release,
            String phase,
            long requestsUntilVerdict,
            double secondsUntilVerdict,
            double secondsUntilRestored) {}
}
