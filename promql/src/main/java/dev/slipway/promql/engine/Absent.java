package dev.slipway.promql.engine;

import dev.slipway.promql.series.Staleness;
import java.util.Arrays;

/**
 * The mark of a step at which a series has no value. It is the staleness marker, the one NaN that no computation and no
 * selector yields.
 */
final class Absent {

    static final double VALUE = Staleness.MARKER;

    private Absent() {}

    static boolean is(double value) {
        return Staleness.isMarker(value);
    }

    static double[] array(int steps) {
        double[] values = new double[steps];
        Arrays.fill(values, VALUE);
        return values;
    }
}
