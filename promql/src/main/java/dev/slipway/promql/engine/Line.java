package dev.slipway.promql.engine;

import dev.slipway.promql.series.Labels;
import java.util.function.DoubleUnaryOperator;

/**
 * A series of intermediate results.
 *
 * @param labels with the metric's name, even when it no longer fits
 * @param dropName true when the metric's name goes at the end of the evaluation, as it no longer fits the values
 * @param values one for each step, {@link Absent} where there is none; not changed once the line is made
 */
@SuppressWarnings("ArrayRecordComponent")
record Line(Labels labels, boolean dropName, double[] values) {

    boolean has(int step) {
        return !Absent.is(values[step]);
    }

    boolean isEmpty() {
        for (double value : values) {
            if (!Absent.is(value)) {
                return false;
            }
        }
        return true;
    }

    /** The same function of every value; the name is dropped. */
    Line map(DoubleUnaryOperator function) {
        double[] mapped = new double[values.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = Absent.is(values[i]) ? Absent.VALUE : function.applyAsDouble(values[i]);
        }
        return new Line(labels, true, mapped);
    }
}
