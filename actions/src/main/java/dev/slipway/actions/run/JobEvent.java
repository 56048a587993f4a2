package dev.slipway.actions.run;

/** What can happen to a leg of a job. */
public enum JobEvent {
    /** The jobs it needs have ended and its condition holds. */
    READY,
    /** Its condition does not hold. */
    SKIP,
    /** It may run now: its gates are open and its groups are free. */
    ADMIT,
    /** A runner took it. */
    START,
    /** It must stop. */
    CANCEL,
    /** All its steps ended well. */
    SUCCEED,
    /** It failed. */
    FAIL,
    /** It has stopped after a cancellation. */
    STOPPED,
    /** The control plane or the runner died under it; it starts anew. */
    INTERRUPTED;
}
