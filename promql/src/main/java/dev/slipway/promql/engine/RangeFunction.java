package dev.slipway.promql.engine;

/** A function of the samples of one series in a range. */
@FunctionalInterface
interface RangeFunction {

    /**
     * @param window with at least one sample
     * @return the value, or {@link Absent} when the samples do not suffice
     */
    double apply(Window window);
}
