package dev.slipway.store.watch;

/** Where a notice is. */
public enum NoticeState {
    /** It is to be sent, perhaps again after a failure. */
    PENDING,
    /** The receiver has taken it. */
    SENT,
    /** The receiver refuses it for good, or there is no such receiver any more. */
    FAILED,
    /** A newer notice of the same group took its place before it was sent. */
    SUPERSEDED
}
