package dev.slipway.actions.plan;

import java.util.Optional;

/**
 * What the scheduler knows of a leg.
 *
 * @param stopping true once it was told to stop
 * @param result once it has ended
 */
public record LegState(PlannedJob leg, boolean started, boolean stopping, Optional<JobResult> result) {

    static LegState waiting(PlannedJob leg) {
        return new LegState(leg, false, false, Optional.empty());
    }

    boolean ended() {
        return result.isPresent();
    }

    boolean running() {
        return started && !ended();
    }

    boolean failed() {
        return result.filter(end -> end.conclusion() == Conclusion.FAILURE).isPresent();
    }

    /** What counts for the jobs behind it: a failure that is to be ignored is a success. */
    Optional<Conclusion> conclusion() {
        return result.map(end -> failed() && leg.continueOnError() ? Conclusion.SUCCESS : end.conclusion());
    }
}
