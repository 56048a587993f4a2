package dev.slipway.actions.plan;

import dev.slipway.actions.workflow.Job;
import dev.slipway.kernel.Problem;
import java.util.List;

/** One thing to do next in a run. {@link Progress#apply} records that it was done. */
public sealed interface Move {

    /** The workflow in which it happens: the one that the event started, or one that is called. */
    PlannedRun run();

    /** The condition of a job holds and its legs are known; they exist from now on and wait for their start. */
    record Expand(PlannedRun run, Job job, List<? extends Leg> legs) implements Move {
        public Expand {
            legs = List.copyOf(legs);
        }

        /** The job's key, unique in the run. */
        public String jobKey() {
            return run.key(job);
        }
    }

    /** A leg may run now. A call begins when that is recorded with {@link Progress#entered}. */
    record Start(Leg leg) implements Move {
        @Override
        public PlannedRun run() {
            return leg.run();
        }
    }

    /** The condition of a job does not hold. */
    record Skip(PlannedRun run, Job job, String reason) implements Move {
        /** The job's key, unique in the run. */
        public String jobKey() {
            return run.key(job);
        }
    }

    /** A job cannot be planned: it failed before it began. */
    record Fail(PlannedRun run, Job job, Problem problem) implements Move {
        /** The job's key, unique in the run. */
        public String jobKey() {
            return run.key(job);
        }
    }

    /** A leg must stop, or must not begin. Of a call that has begun, the jobs are stopped by moves of their own. */
    record Cancel(Leg leg, String reason) implements Move {
        @Override
        public PlannedRun run() {
            return leg.run();
        }
    }
}
