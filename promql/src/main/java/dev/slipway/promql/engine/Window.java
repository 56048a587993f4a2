package dev.slipway.promql.engine;

import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Samples;
import dev.slipway.promql.series.Staleness;
import java.util.Arrays;

/**
 * The samples of one series, and the part of them that a range covers at one step. The whole series is read once into
 * arrays that are used again for the next series; from step to step only two indexes move.
 */
final class Window {

    private static final int FIRST_CAPACITY = 512;

    Labels labels = Labels.EMPTY;
    long[] times = new long[FIRST_CAPACITY];
    double[] values = new double[FIRST_CAPACITY];
    int size;

    /** Index of the first sample in the range. */
    int from;

    /** Index after the last sample in the range. */
    int to;

    /** The evaluation's time. */
    long time;

    /** The range, open at the start. */
    long rangeStart;

    long rangeEnd;

    /** The scalar argument of the function at this step. */
    double argument;

    /** Reads a series, without its staleness markers when they do not matter. */
    void load(Labels series, Samples samples, boolean keepMarkers) {
        start(series);
        int read = samples.read(times, values, size);
        while (read > 0) {
            size = keepMarkers ? size + read : compact(size, size + read);
            if (size == times.length) {
                grow();
            }
            read = samples.read(times, values, size);
        }
    }

    private int compact(int start, int end) {
        int kept = start;
        for (int i = start; i < end; i++) {
            if (!Staleness.isMarker(values[i])) {
                times[kept] = times[i];
                values[kept++] = values[i];
            }
        }
        return kept;
    }

    /** Takes the values of a subquery for samples. */
    void load(Line line, Grid grid) {
        start(line.labels());
        for (int step = 0; step < grid.steps(); step++) {
            if (line.has(step)) {
                if (size == times.length) {
                    grow();
                }
                times[size] = grid.time(step);
                values[size++] = line.values()[step];
            }
        }
    }

    private void start(Labels series) {
        labels = series;
        size = 0;
        from = 0;
        to = 0;
    }

    private void grow() {
        times = Arrays.copyOf(times, times.length * 2);
        values = Arrays.copyOf(values, values.length * 2);
    }

    /** Moves to the range of another step, never back. */
    void moveTo(long evaluation, long start, long end) {
        time = evaluation;
        rangeStart = start;
        rangeEnd = end;
        while (to < size && times[to] <= end) {
            to++;
        }
        while (from < to && times[from] <= start) {
            from++;
        }
    }

    int count() {
        return to - from;
    }

    double first() {
        return values[from];
    }

    double last() {
        return values[to - 1];
    }
}
