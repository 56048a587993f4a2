package dev.slipway.promql.rule;

/** What becomes of a firing alert whose data is gone. */
public enum OnMissing {
    /** It ends, as in Prometheus, which cannot tell missing data from a condition that no longer holds. */
    RESOLVE,
    /** It becomes unknown and goes on: missing data is no sign that things are well. */
    KEEP
}
