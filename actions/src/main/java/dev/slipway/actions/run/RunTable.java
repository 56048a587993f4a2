package dev.slipway.actions.run;

import dev.slipway.kernel.TransitionTable;

/** The life of a run as a table. */
public final class RunTable {

    /** The one table. */
    public static final TransitionTable<RunState, RunEvent> TABLE = TransitionTable.named(
                    "run", RunState.QUEUED, RunState.class, RunEvent.class)
            .row(RunState.QUEUED, RunEvent.START, RunState.RUNNING, "its first job is decided on")
            .row(RunState.QUEUED, RunEvent.CANCEL, RunState.CANCELLED, "nothing had begun")
            .row(RunState.QUEUED, RunEvent.SKIP, RunState.SKIPPED, "no job wants to run")
            .row(RunState.QUEUED, RunEvent.FAIL, RunState.FAILED, "it cannot be planned")
            .row(RunState.RUNNING, RunEvent.SUCCEED, RunState.SUCCEEDED, "the last job ended")
            .row(RunState.RUNNING, RunEvent.FAIL, RunState.FAILED, "the last job ended, one had failed")
            .row(RunState.RUNNING, RunEvent.SKIP, RunState.SKIPPED, "all jobs were skipped")
            .row(RunState.RUNNING, RunEvent.STOPPED, RunState.CANCELLED, "a job was cancelled by itself")
            .row(RunState.RUNNING, RunEvent.CANCEL, RunState.CANCELLING, "its end is asked for")
            .row(RunState.CANCELLING, RunEvent.STOPPED, RunState.CANCELLED, "the last job stopped")
            .row(RunState.CANCELLING, RunEvent.SUCCEED, RunState.SUCCEEDED, "all jobs had ended well before")
            .row(RunState.CANCELLING, RunEvent.FAIL, RunState.FAILED, "a job had failed before")
            .build();

    private RunTable() {}
}
