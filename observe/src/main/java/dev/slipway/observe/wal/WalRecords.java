package dev.slipway.observe.wal;

import dev.slipway.observe.encoding.ByteSink;
import dev.slipway.observe.encoding.ByteSource;
import dev.slipway.observe.encoding.Chunk;
import dev.slipway.promql.series.Labels;

/** Frames and what is in them. One record is written into one frame; its writer keeps it under {@link #MOST_BYTES}. */
public final class WalRecords {

    static final int MARK = 0xC35A;
    static final int FRAME_HEADER = 11;
    /** The longest payload; a longer one is damage. */
    static final int MOST_BYTES = 16 << 20;

    /** So many samples go into one frame, so that a flipped bit takes no more with it. */
    public static final int SAMPLES_PER_FRAME = 4096;

    static final int SERIES = 1;
    static final int SAMPLES = 2;
    static final int CHUNK = 3;
    static final int DELETION = 4;

    private WalRecords() {}

    public static void series(ByteSink sink, long ref, Labels labels) {
        int frame = begin(sink, SERIES);
        sink.unsigned(ref).unsigned(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            sink.text(labels.name(i)).text(labels.value(i));
        }
        end(sink, frame);
    }

    /**
     * Samples {@code from} to {@code to} of two parallel arrays.
     *
     * @param refs numbers of their series, that of {@code from} first
     */
    public static void samples(ByteSink sink, long[] refs, long[] times, double[] values, int from, int to) {
        int frame = begin(sink, SAMPLES);
        sink.unsigned(to - from).samples(refs, times, values, from, to);
        end(sink, frame);
    }

    public static void chunk(ByteSink sink, long ref, Chunk chunk) {
        int frame = begin(sink, CHUNK);
        sink.unsigned(ref)
                .signed(chunk.minTime())
                .unsigned(chunk.maxTime() - chunk.minTime())
                .unsigned(chunk.count())
                .unsigned(chunk.size());
        chunk.writeTo(sink);
        end(sink, frame);
    }

    public static void deletion(ByteSink sink, long ref, long from, long to) {
        int frame = begin(sink, DELETION);
        sink.unsigned(ref).signed(from).signed(to);
        end(sink, frame);
    }

    private static int begin(ByteSink sink, int kind) {
        int start = sink.size();
        sink.u8(MARK >>> 8).u8(MARK).u32(0).u8(kind).u32(0);
        return start;
    }

    private static void end(ByteSink sink, int start) {
        sink.patch(start + 7, sink.size() - start - FRAME_HEADER);
        sink.patch(start + 2, sink.checksum(start + 6));
    }

    /**
     * Reads one payload.
     *
     * @throws IndexOutOfBoundsException when it is too short for what it says
     * @return false when the kind is unknown
     */
    static boolean read(int kind, ByteSource source, WalVisitor visitor) {
        switch (kind) {
            case SERIES -> visitor.series(source.unsigned(), labels(source));
            case SAMPLES -> samples(source, visitor);
            case CHUNK -> visitor.chunk(source.unsigned(), chunk(source));
            case DELETION -> visitor.deletion(source.unsigned(), source.signed(), source.signed());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Labels labels(ByteSource source) {
        Labels.Builder labels = Labels.builder();
        for (int left = source.length(); left > 0; left--) {
            labels.set(source.text(), source.text());
        }
        return labels.build();
    }

    private static void samples(ByteSource source, WalVisitor visitor) {
        int count = source.length();
        long[] refs = new long[count];
        long[] times = new long[count];
        double[] values = new double[count];
        long ref = 0;
        long time = 0;
        for (int i = 0; i < count; i++) {
            ref += source.signed();
            time += source.signed();
            refs[i] = ref;
            times[i] = time;
            values[i] = Double.longBitsToDouble(source.u64());
        }
        visitor.samples(refs, times, values);
    }

    private static Chunk chunk(ByteSource source) {
        long minTime = source.signed();
        long maxTime = minTime + source.unsigned();
        int count = (int) source.unsigned();
        return new Chunk(minTime, maxTime, count, source.bytes(source.length()));
    }
}
