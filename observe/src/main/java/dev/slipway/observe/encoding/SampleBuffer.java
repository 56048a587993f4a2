package dev.slipway.observe.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Samples as two arrays that grow. */
public final class SampleBuffer {

    private long[] times;
    private double[] values;
    private int size;

    public SampleBuffer() {
        this(XorChunks.MOST_SAMPLES);
    }

    public SampleBuffer(int capacity) {
        times = new long[capacity];
        values = new double[capacity];
    }

    /** The array itself, of which the first {@link #size} count; replaced when the buffer grows. */
    public long[] times() {
        return times;
    }

    /** The array itself, of which the first {@link #size} count; replaced when the buffer grows. */
    public double[] values() {
        return values;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public long time(int index) {
        return times[index];
    }

    public double value(int index) {
        return values[index];
    }

    public void clear() {
        size = 0;
    }

    public void add(long time, double value) {
        int at = extend(1);
        times[at] = time;
        values[at] = value;
    }

    /**
     * Inserts in the order of time.
     *
     * @return false when there is a sample of that time already, which stays
     */
    public boolean insert(long time, double value) {
        int at = Arrays.binarySearch(times, 0, size, time);
        if (at >= 0) {
            return false;
        }
        int place = -at - 1;
        extend(1);
        System.arraycopy(times, place, times, place + 1, size - 1 - place);
        System.arraycopy(values, place, values, place + 1, size - 1 - place);
        times[place] = time;
        values[place] = value;
        return true;
    }

    /** Makes room at the end and returns where it starts. */
    int extend(int more) {
        int at = size;
        size += more;
        if (size > times.length) {
            int capacity = Math.max(size, times.length * 2);
            times = Arrays.copyOf(times, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        return at;
    }

    /** Sorts by time; of samples with the same time the one that was added first stays. */
    public void sort() {
        if (inOrder()) {
            return;
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(times[a], times[b]));
        SampleBuffer sorted = new SampleBuffer(size);
        for (Integer i : order) {
            if (sorted.size == 0 || sorted.times[sorted.size - 1] != times[i]) {
                sorted.add(times[i], values[i]);
            }
        }
        times = sorted.times;
        values = sorted.values;
        size = sorted.size;
    }

    private boolean inOrder() {
        for (int i = 1; i < size; i++) {
            if (times[i - 1] >= times[i]) {
                return false;
            }
        }
        return true;
    }

    /** Encodes all samples, which are in order. */
    public List<Chunk> chunks() {
        List<Chunk> chunks = new ArrayList<>();
        XorChunks growing = new XorChunks(0);
        growing.reserve(0);
        for (int from = 0; from < size; from += XorChunks.MOST_SAMPLES) {
            growing.begin(0, times[from], Double.doubleToRawLongBits(values[from]), Long.MAX_VALUE);
            int to = Math.min(size, from + XorChunks.MOST_SAMPLES);
            for (int i = from + 1; i < to; i++) {
                growing.append(0, times[i], Double.doubleToRawLongBits(values[i]));
            }
            chunks.add(growing.close(0));
        }
        return chunks;
    }
}
