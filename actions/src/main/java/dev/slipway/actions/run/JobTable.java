package dev.slipway.actions.run;

import dev.slipway.kernel.TransitionTable;
import java.util.Set;

/** The life of a leg of a job as a table. */
public final class JobTable {

    /** The one table. */
    public static final TransitionTable<JobState, JobEvent> TABLE = TransitionTable.named(
                    "job", JobState.BLOCKED, JobState.class, JobEvent.class)
            .row(JobState.BLOCKED, JobEvent.READY, JobState.WAITING, "the jobs it needs have ended")
            .row(JobState.BLOCKED, JobEvent.SKIP, JobState.SKIPPED, "its condition does not hold")
            .row(JobState.BLOCKED, JobEvent.FAIL, JobState.FAILED, "its definition cannot be evaluated")
            .row(JobState.WAITING, JobEvent.ADMIT, JobState.QUEUED, "gates are open and groups are free")
            .row(JobState.WAITING, JobEvent.FAIL, JobState.FAILED, "a gate was refused")
            .row(JobState.QUEUED, JobEvent.START, JobState.RUNNING, "a runner took it")
            .row(JobState.QUEUED, JobEvent.FAIL, JobState.FAILED, "no runner can run it")
            .rows(
                    Set.of(JobState.BLOCKED, JobState.WAITING, JobState.QUEUED),
                    JobEvent.CANCEL,
                    JobState.CANCELLED,
                    "it had not begun")
            .row(JobState.RUNNING, JobEvent.SUCCEED, JobState.SUCCEEDED, "its steps ended well")
            .row(JobState.RUNNING, JobEvent.FAIL, JobState.FAILED, "a step failed or its time ran out")
            .row(JobState.RUNNING, JobEvent.CANCEL, JobState.CANCELLING, "it must stop")
            .row(JobState.RUNNING, JobEvent.INTERRUPTED, JobState.QUEUED, "what ran it died")
            .row(JobState.CANCELLING, JobEvent.STOPPED, JobState.CANCELLED, "its steps were ended")
            .row(JobState.CANCELLING, JobEvent.SUCCEED, JobState.SUCCEEDED, "it ended before it could be stopped")
            .row(JobState.CANCELLING, JobEvent.FAIL, JobState.FAILED, "it failed before it could be stopped")
            .row(JobState.CANCELLING, JobEvent.INTERRUPTED, JobState.CANCELLED, "what ran it died")
            .build();

    private JobTable() {}
}
