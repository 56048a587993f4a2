package dev.slipway.store.watch;

/** How far the people who work on an incident are, in the words that status pages have made known. */
public enum IncidentState {
    /** Something is wrong, and it is not known yet why. */
    INVESTIGATING,
    /** It is known why. */
    IDENTIFIED,
    /** It has been put right, and is watched. */
    MONITORING,
    /** It is over; nothing more is said of it. */
    RESOLVED
}
