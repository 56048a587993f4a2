package dev.slipway.promql.rule;

import dev.slipway.kernel.TransitionTable;

/** The state machine of an alert. */
public final class AlertTable {

    public static final TransitionTable<AlertState, AlertEvent> TABLE = TransitionTable.named(
                    "alert", AlertState.INACTIVE, AlertState.class, AlertEvent.class)
            .row(AlertState.INACTIVE, AlertEvent.TRIGGER, AlertState.PENDING, "the condition begins to hold")
            .row(AlertState.PENDING, AlertEvent.HOLD, AlertState.FIRING, "it has held for the rule's 'for'")
            .row(AlertState.PENDING, AlertEvent.CLEAR, AlertState.INACTIVE, "it ended before that")
            .row(AlertState.FIRING, AlertEvent.LENGTHEN, AlertState.PENDING, "the rule was given a longer 'for'")
            .row(AlertState.FIRING, AlertEvent.CLEAR, AlertState.INACTIVE, "it ended, and 'keep_firing_for' is over")
            .row(AlertState.FIRING, AlertEvent.LOSE, AlertState.UNKNOWN, "its data is gone")
            .row(AlertState.UNKNOWN, AlertEvent.TRIGGER, AlertState.FIRING, "the data is back, and it still holds")
            .row(AlertState.UNKNOWN, AlertEvent.CLEAR, AlertState.INACTIVE, "the data is back, and it has ended")
            .build();

    private AlertTable() {}
}
