package dev.slipway.observe.remote;

import dev.slipway.promql.series.Labels;

/** A request of remote write 1.0 that is being filled; the other way around from {@link RemoteWrite}. */
final class Parcel {

    private final ProtoWriter request = new ProtoWriter();
    private int samples;

    /** Adds the first {@code size} samples of a series. */
    void add(Labels labels, long[] times, double[] values, int size) {
        ProtoWriter series = new ProtoWriter();
        for (int i = 0; i < labels.size(); i++) {
            series.message(1, new ProtoWriter().text(1, labels.name(i)).text(2, labels.value(i)));
        }
        for (int i = 0; i < size; i++) {
            series.message(2, new ProtoWriter().decimal(1, values[i]).number(2, times[i]));
        }
        request.message(1, series);
        samples += size;
    }

    int samples() {
        return samples;
    }

    byte[] packed() {
        return SnappyPacker.pack(request.toBytes());
    }
}
