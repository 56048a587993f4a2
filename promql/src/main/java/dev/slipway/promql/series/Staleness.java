package dev.slipway.promql.series;

/** The end of a series, marked in the series itself as Prometheus does: a NaN with bits of its own. */
public final class Staleness {

    private static final long BITS = 0x7ff0000000000002L;

    /** The sample value that says: from here on there is no such series. */
    public static final double MARKER = Double.longBitsToDouble(BITS);

    private Staleness() {}

    /** True for the marker alone, not for any other NaN. */
    public static boolean isMarker(double value) {
        return Double.doubleToRawLongBits(value) == BITS;
    }
}
