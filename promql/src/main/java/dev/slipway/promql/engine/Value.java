package dev.slipway.promql.engine;

import dev.slipway.promql.series.Labels;
import java.util.List;

/** What a query answers. */
public sealed interface Value {

    /** @param timeMillis of the evaluation, since the epoch */
    record Scalar(long timeMillis, double value) implements Value {}

    /** @param timeMillis of the evaluation, since the epoch */
    record Text(long timeMillis, String value) implements Value {}

    /** One value for each series, in the order that the expression gives. */
    record Vector(List<Sample> samples) implements Value {
        public Vector {
            samples = List.copyOf(samples);
        }
    }

    /** Many values for each series, ordered by labels. */
    record Matrix(List<Points> series) implements Value {
        public Matrix {
            series = List.copyOf(series);
        }
    }

    /** @param timeMillis of the evaluation, since the epoch */
    record Sample(Labels labels, long timeMillis, double value) {}

    /** The points of one series; the two arrays are of the same length and not to be changed. */
    @SuppressWarnings("ArrayRecordComponent")
    record Points(Labels labels, long[] timesMillis, double[] values) {
        public int size() {
            return values.length;
        }
    }
}
