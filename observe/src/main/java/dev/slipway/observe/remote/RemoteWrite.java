package dev.slipway.observe.remote;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.series.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A request of Prometheus' remote write, version 1.0 (prometheus.io, "Prometheus Remote-Write 1.0 specification"):
 * {@code WriteRequest} in protocol buffers, packed by Snappy. Exemplars and metadata are passed over; native histograms
 * are refused, for they cannot be stored.
 */
public final class RemoteWrite {

    /** Bytes that a request may unpack to. */
    public static final int MOST_BYTES = 32 << 20;

    private static final int SERIES = 1;
    private static final int LABELS = 1;
    private static final int SAMPLES = 2;
    private static final int HISTOGRAMS = 4;

    private RemoteWrite() {}

    /** Samples of one series; both arrays are of the same length. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Written(Labels labels, long[] timesMillis, double[] values) {}

    /**
     * @param packed body of the request
     * @throws Problem INVALID when it is not what it should be
     */
    public static List<Written> read(byte[] packed) {
        ProtoReader request = new ProtoReader(Snappy.unpack(packed, MOST_BYTES));
        List<Written> series = new ArrayList<>();
        while (request.next()) {
            if (request.field() == SERIES) {
                series.add(series(request.message()));
            } else {
                request.skip();
            }
        }
        return series;
    }

    private static Written series(ProtoReader message) {
        Labels.Builder labels = Labels.builder();
        long[] times = new long[1];
        double[] values = new double[1];
        int size = 0;
        while (message.next()) {
            switch (message.field()) {
                case LABELS -> label(message.message(), labels);
                case SAMPLES -> {
                    if (size == times.length) {
                        times = Arrays.copyOf(times, size * 2);
                        values = Arrays.copyOf(values, size * 2);
                    }
                    sample(message.message(), times, values, size++);
                }
                case HISTOGRAMS ->
                    throw Problem.of(
                            Problem.Kind.INVALID,
                            "native-histogram",
                            "native histograms cannot be stored",
                            "set send_native_histograms: false");
                default -> message.skip();
            }
        }
        return new Written(named(labels.build()), Arrays.copyOf(times, size), Arrays.copyOf(values, size));
    }

    private static Labels named(Labels labels) {
        if (labels.metricName().isEmpty()) {
            throw Problem.of(
                    Problem.Kind.INVALID, "nameless-series", "a series has no name: " + labels, "set __name__");
        }
        return labels;
    }

    private static void label(ProtoReader message, Labels.Builder labels) {
        String name = "";
        String value = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> value = message.text();
                default -> message.skip();
            }
        }
        labels.set(name, value);
    }

    private static void sample(ProtoReader message, long[] times, double[] values, int at) {
        while (message.next()) {
            switch (message.field()) {
                case 1 -> values[at] = message.decimal();
                case 2 -> times[at] = message.number();
                default -> message.skip();
            }
        }
    }
}
