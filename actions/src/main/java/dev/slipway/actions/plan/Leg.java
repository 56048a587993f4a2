package dev.slipway.actions.plan;

import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.Job;
import dev.slipway.kernel.Problem;
import java.util.Optional;

/** One combination of a job's matrix, or all of a job that has none: steps for a runner, or a call of another workflow. */
public sealed interface Leg permits PlannedJob, PlannedCall {

    /** The job as written. */
    Job job();

    /** The workflow that the job is written in, as it runs. */
    PlannedRun run();

    /** Unique in the run, such as {@code test (17, linux)}; the job's key where it has no matrix. */
    String legKey();

    /** As people see it. */
    String displayName();

    /** 0-based place among the legs of its job. */
    int index();

    /** Number of legs of its job. */
    int total();

    /** Empty where there is none. */
    Value.Mapping matrix();

    /** The {@code needs} context. */
    Value.Mapping needs();

    /** Whether the job's other legs stop when this one fails. */
    boolean failFast();

    /** How many legs of the job may run at a time; 0 for no bound. */
    int maxParallel();

    /** Whether its failure counts as none. */
    boolean continueOnError();

    /** Why it cannot run anywhere, where it cannot: it fails, and its failure stops no other leg. */
    default Optional<Problem> unserved() {
        return Optional.empty();
    }

    /** Id of the job as written in its workflow. */
    default String jobId() {
        return job().id();
    }

    /** The job's key, unique in the run over all workflows that are called. */
    default String jobKey() {
        return run().key(job());
    }
}
