package dev.slipway.actions.plan;

import java.util.Map;
import java.util.Optional;

/**
 * What the scheduler knows of a leg.
 *
 * @param started true once it was told to begin
 * @param stopping true once it was told to stop
 * @param result once it has ended by itself; a call that has begun ends with its jobs
 * @param inner how far the called workflow is, once it has begun
 */
public record LegState(
        Leg leg, boolean started, boolean stopping, Optional<JobResult> result, Optional<Progress> inner) {

    /** A leg with steps, or a call that has not begun. */
    public LegState(Leg leg, boolean started, boolean stopping, Optional<JobResult> result) {
        this(leg, started, stopping, result, Optional.empty());
    }

    static LegState waiting(Leg leg) {
        return new LegState(leg, false, false, Optional.empty());
    }

    LegState with(Progress called) {
        return new LegState(leg, started, stopping, result, Optional.of(called));
    }

    /** How it ended, before a failure is forgiven. */
    Optional<Conclusion> end() {
        return result.map(JobResult::conclusion).or(() -> inner.flatMap(Progress::conclusion));
    }

    /** True once it is over. */
    public boolean ended() {
        return end().isPresent();
    }

    boolean running() {
        return started && !ended();
    }

    boolean failed() {
        return end().filter(end -> end == Conclusion.FAILURE).isPresent();
    }

    /** What counts for the jobs behind it: a failure that is to be ignored is a success. */
    Optional<Conclusion> conclusion() {
        return end().map(end -> failed() && leg.continueOnError() ? Conclusion.SUCCESS : end);
    }

    /** What it gives to the jobs behind it, once it has ended. */
    Map<String, String> outputs() {
        return result.map(JobResult::outputs)
                .or(() ->
                        inner.filter(called -> called.conclusion().isPresent()).map(Progress::outputs))
                .orElse(Map.of());
    }
}
