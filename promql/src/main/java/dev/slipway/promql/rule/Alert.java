package dev.slipway.promql.rule;

import dev.slipway.promql.series.Labels;
import java.util.OptionalLong;

/**
 * One alert of a rule. Times are milliseconds since the epoch.
 *
 * @param labels that identify it
 * @param source the labels of the series that it stands for, without the metric's name
 * @param annotations text for people, as of the last evaluation that yielded it
 * @param value as of that evaluation
 * @param activeAtMillis since when the condition has held
 * @param firedAtMillis since when it has been firing
 * @param keptSinceMillis since when it has only been kept firing by {@code keep_firing_for}
 * @param resolvedAtMillis when it ended
 * @param missingSinceMillis since when its data has been gone
 */
public record Alert(
        Labels labels,
        Labels source,
        Labels annotations,
        AlertState state,
        double value,
        long activeAtMillis,
        OptionalLong firedAtMillis,
        OptionalLong keptSinceMillis,
        OptionalLong resolvedAtMillis,
        OptionalLong missingSinceMillis) {

    static Alert begun(Labels labels, Labels source, Labels annotations, double value, long atMillis) {
        return new Alert(
                labels,
                source,
                annotations,
                AlertTable.TABLE.next(AlertState.INACTIVE, AlertEvent.TRIGGER),
                value,
                atMillis,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** True while it is pending, firing or unknown. */
    public boolean isActive() {
        return state != AlertState.INACTIVE;
    }

    /** The same alert, seen again. */
    Alert seen(Labels newAnnotations, double newValue) {
        AlertState next = state == AlertState.UNKNOWN ? AlertTable.TABLE.next(state, AlertEvent.TRIGGER) : state;
        return new Alert(
                labels,
                source,
                newAnnotations,
                next,
                newValue,
                activeAtMillis,
                firedAtMillis,
                OptionalLong.empty(),
                resolvedAtMillis,
                OptionalLong.empty());
    }

    Alert fired(long atMillis) {
        return with(AlertTable.TABLE.next(state, AlertEvent.HOLD), OptionalLong.of(atMillis), keptSinceMillis);
    }

    Alert lengthened() {
        return with(AlertTable.TABLE.next(state, AlertEvent.LENGTHEN), OptionalLong.empty(), OptionalLong.empty());
    }

    Alert kept(long atMillis) {
        return with(state, firedAtMillis, OptionalLong.of(keptSinceMillis.orElse(atMillis)));
    }

    private Alert with(AlertState newState, OptionalLong fired, OptionalLong kept) {
        return new Alert(
                labels,
                source,
                annotations,
                newState,
                value,
                activeAtMillis,
                fired,
                kept,
                resolvedAtMillis,
                missingSinceMillis);
    }

    Alert cleared(long atMillis) {
        return ended(AlertTable.TABLE.next(state, AlertEvent.CLEAR), OptionalLong.of(atMillis), OptionalLong.empty());
    }

    /** The same, ended because its rule is gone. */
    public Alert endedAt(long atMillis) {
        return ended(AlertState.INACTIVE, OptionalLong.of(atMillis), missingSinceMillis);
    }

    Alert lost(long atMillis) {
        AlertState next = state == AlertState.FIRING ? AlertTable.TABLE.next(state, AlertEvent.LOSE) : state;
        return ended(next, resolvedAtMillis, OptionalLong.of(missingSinceMillis.orElse(atMillis)));
    }

    private Alert ended(AlertState newState, OptionalLong resolved, OptionalLong missing) {
        return new Alert(
                labels,
                source,
                annotations,
                newState,
                value,
                activeAtMillis,
                firedAtMillis,
                keptSinceMillis,
                resolved,
                missing);
    }
}
