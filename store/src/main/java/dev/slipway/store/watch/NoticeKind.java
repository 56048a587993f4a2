package dev.slipway.store.watch;

/** What a notice is about. Notices of each kind have an outbox of their own, so that none waits for another's receivers. */
public enum NoticeKind {
    /** Alerts of a group, or what an alert orders. */
    ALERT,
    /** How the run of a workflow stands, for the forge that a project's commits come from. */
    COMMIT_STATUS
}
