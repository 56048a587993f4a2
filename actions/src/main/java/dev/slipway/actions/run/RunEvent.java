package dev.slipway.actions.run;

/** What can happen to a run. */
public enum RunEvent {
    /** Its first job was decided on. */
    START,
    /** A person, a newer run of its group or a limit asked for its end. */
    CANCEL,
    /** The last job ended and none failed that matters. */
    SUCCEED,
    /** The last job ended and at least one had failed. */
    FAIL,
    /** The last job ended after a cancellation. */
    STOPPED,
    /** No job wanted to run. */
    SKIP;
}
