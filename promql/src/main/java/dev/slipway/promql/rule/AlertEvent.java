package dev.slipway.promql.rule;

/** What one evaluation can mean for an alert. */
public enum AlertEvent {
    /** The expression yields the alert's series. */
    TRIGGER,
    /** It has done so for as long as the rule asks. */
    HOLD,
    /** The rule asks for longer than the alert has been active. */
    LENGTHEN,
    /** The expression no longer yields the series although its data is there. */
    CLEAR,
    /** The expression no longer yields the series since its data is gone. */
    LOSE
}
