package dev.slipway.delivery.judge;

/**
 * What two series show side by side, before anything is decided.
 *
 * @param label where the canary lies
 * @param critical whether the effect is beyond the policy's critical bounds
 * @param effect the effect's size in the policy's measure; NaN where it cannot be told
 * @param estimate by how much the canary lies above the old release; NaN without data
 * @param lower lower end of the interval for that; the estimate itself where means are compared
 * @param upper upper end
 */
public record SeriesComparison(
        Label label, boolean critical, double effect, double estimate, double lower, double upper) {

    /** Where the canary's series lies beside the old release's. */
    public enum Label {
        /** No difference that matters. */
        SAME,
        HIGH,
        LOW,
        /** One of the series is empty. */
        NO_DATA
    }

    static SeriesComparison of(Label label) {
        return new SeriesComparison(label, false, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
}
