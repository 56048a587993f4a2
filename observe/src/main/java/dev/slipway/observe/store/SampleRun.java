package dev.slipway.observe.store;

import java.util.Arrays;

/**
 * Samples of many series in the order in which they came, in parallel arrays: to append ten thousand of them is to walk
 * along four arrays, not to visit ten thousand objects.
 */
final class SampleRun {

    private HeadSeries[] series;
    private int[] slots;
    private long[] times;
    private double[] values;
    private int size;

    SampleRun(int capacity) {
        series = new HeadSeries[capacity];
        slots = new int[capacity];
        times = new long[capacity];
        values = new double[capacity];
    }

    void add(HeadSeries of, long time, double value) {
        if (size == times.length) {
            grow();
        }
        series[size] = of;
        slots[size] = of.slot();
        times[size] = time;
        values[size] = value;
        size++;
    }

    private void grow() {
        int capacity = Math.max(64, size * 2);
        series = Arrays.copyOf(series, capacity);
        slots = Arrays.copyOf(slots, capacity);
        times = Arrays.copyOf(times, capacity);
        values = Arrays.copyOf(values, capacity);
    }

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(series, 0, size, null);
        size = 0;
    }

    HeadSeries series(int at) {
        return series[at];
    }

    /** The sample belongs to another series, or its series to another place. */
    void replace(int at, HeadSeries by) {
        series[at] = by;
        slots[at] = by.slot();
    }

    /** Number of the series' growing chunk; negative when it has gone. */
    int slot(int at) {
        return slots[at];
    }

    /** Milliseconds since 1970. */
    long time(int at) {
        return times[at];
    }

    /** The bits of the value. */
    long bits(int at) {
        return Double.doubleToRawLongBits(values[at]);
    }

    /** The array itself, of which the first {@link #size} count. */
    long[] times() {
        return times;
    }

    /** The array itself, of which the first {@link #size} count. */
    double[] values() {
        return values;
    }
}
