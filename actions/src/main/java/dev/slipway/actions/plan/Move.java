package dev.slipway.actions.plan;

import dev.slipway.kernel.Problem;
import java.util.List;

/** One thing to do next in a run. {@link Progress#apply} records that it was done. */
public sealed interface Move {

    /** The condition of a job holds and its legs are known; they exist from now on and wait for their start. */
    record Expand(String jobId, List<PlannedJob> legs) implements Move {
        public Expand {
            legs = List.copyOf(legs);
        }
    }

    /** A leg may run now. */
    record Start(PlannedJob leg) implements Move {}

    /** The condition of a job does not hold. */
    record Skip(String jobId, String reason) implements Move {}

    /** A job cannot be planned: it failed before it began. */
    record Fail(String jobId, Problem problem) implements Move {}

    /** A leg must stop, or must not begin. */
    record Cancel(PlannedJob leg, String reason) implements Move {}
}
