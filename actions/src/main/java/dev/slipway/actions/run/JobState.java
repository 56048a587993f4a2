package dev.slipway.actions.run;

/** Where a leg of a job is in its life. */
public enum JobState {
    /** Jobs that it needs have not ended yet. */
    BLOCKED,
    /** Its needs are met, and it waits for a gate of its environment, its concurrency group or max-parallel. */
    WAITING,
    /** It may run as soon as a runner is free. */
    QUEUED,
    /** A runner runs its steps. */
    RUNNING,
    /** It was asked to stop; its steps are being ended, and those with {@code always()} still run. */
    CANCELLING,
    /** Its steps ended, and none failed that matters. */
    SUCCEEDED,
    /** A step failed, a limit was reached, or its definition could not be evaluated. */
    FAILED,
    /** It was stopped before its end. */
    CANCELLED,
    /** Its condition did not hold. */
    SKIPPED;
}
