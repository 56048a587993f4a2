package dev.slipway.server.git;

import dev.slipway.kernel.TransitionTable;

/** How far Slipway has got with a push. */
public enum PushState {
    /** Checked and about to move its ref: whether it did is seen at the ref. */
    INTENDED,
    /** The ref has moved; the listener is still to be told. */
    RECEIVED,
    /** The listener has taken it. */
    HANDLED,
    /** The listener failed every time; a person must look. */
    FAILED,
    /** The ref never moved. */
    DISCARDED;

    /** What happens to a push. */
    public enum Event {
        REF_MOVED,
        REF_STAYED,
        LISTENER_RETURNED,
        LISTENER_GAVE_UP,
        RETRIED
    }

    public static final TransitionTable<PushState, Event> TABLE = TransitionTable.named(
                    "push", INTENDED, PushState.class, Event.class)
            .row(INTENDED, Event.REF_MOVED, RECEIVED, "the ref points at the new commit")
            .row(INTENDED, Event.REF_STAYED, DISCARDED, "the ref could not be moved, or the server died before")
            .row(RECEIVED, Event.LISTENER_RETURNED, HANDLED, "runs and releases are recorded")
            .row(RECEIVED, Event.LISTENER_GAVE_UP, FAILED, "the last attempt failed")
            .row(FAILED, Event.RETRIED, RECEIVED, "a person wants it told once more")
            .build();
}
