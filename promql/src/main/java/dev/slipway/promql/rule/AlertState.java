package dev.slipway.promql.rule;

/** Where an alert is. */
public enum AlertState {
    /** The condition does not hold; nobody is told, except once that it has ended. */
    INACTIVE,
    /** The condition holds, but not yet for as long as the rule asks. */
    PENDING,
    /** The condition has held for long enough, or has ended less than {@code keep_firing_for} ago. */
    FIRING,
    /** It was firing, and the data that would say whether the condition still holds is gone. */
    UNKNOWN
}
