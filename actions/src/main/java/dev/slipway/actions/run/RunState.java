package dev.slipway.actions.run;

/** Where a run is in its life. */
public enum RunState {
    /** The run is known, and none of its jobs has begun; it may be waiting for its concurrency group. */
    QUEUED,
    /** At least one job was decided on, and not all have ended. */
    RUNNING,
    /** Somebody asked for its end; jobs are being stopped and those that want to run nevertheless still run. */
    CANCELLING,
    /** All jobs ended, and none failed that matters. */
    SUCCEEDED,
    /** All jobs ended, and at least one failed. */
    FAILED,
    /** It was stopped before its end. */
    CANCELLED,
    /** All jobs were skipped. */
    SKIPPED;
}
