package dev.slipway.observe.block;

import dev.slipway.observe.encoding.Chunk;
import dev.slipway.observe.encoding.SampleBuffer;
import dev.slipway.promql.series.Samples;
import java.util.Comparator;
import java.util.List;

/**
 * The samples of one series from chunks that may overlap. Chunks are taken in the order of their beginning; those that
 * overlap are decoded together and sorted, all others one by one.
 */
public final class ChunkMerge implements Samples {

    private final List<ChunkHandle> chunks;
    private final long from;
    private final long to;
    private final SampleBuffer buffer = new SampleBuffer();
    private final SampleBuffer scratch = new SampleBuffer();
    private int next;
    private int at;

    /**
     * @param chunks of one series; of two samples of the same time, that of the chunk which begins first counts
     * @param from milliseconds, included
     * @param to milliseconds, included
     */
    public ChunkMerge(List<ChunkHandle> chunks, long from, long to) {
        this.chunks = chunks.stream()
                .filter(chunk -> chunk.minTime() <= to && chunk.maxTime() >= from)
                .sorted(Comparator.comparingLong(ChunkHandle::minTime))
                .toList();
        this.from = from;
        this.to = to;
    }

    /** All samples at once. */
    public static SampleBuffer all(List<ChunkHandle> chunks, long from, long to) {
        ChunkMerge merge = new ChunkMerge(chunks, from, to);
        SampleBuffer all = new SampleBuffer();
        while (merge.refill()) {
            for (int i = 0; i < merge.buffer.size(); i++) {
                all.add(merge.buffer.time(i), merge.buffer.value(i));
            }
        }
        return all;
    }

    @Override
    public int read(long[] times, double[] values, int start) {
        int place = start;
        while (place < times.length && (at < buffer.size() || refill())) {
            int count = Math.min(times.length - place, buffer.size() - at);
            System.arraycopy(buffer.times(), at, times, place, count);
            System.arraycopy(buffer.values(), at, values, place, count);
            at += count;
            place += count;
        }
        return place - start;
    }

    private boolean refill() {
        buffer.clear();
        at = 0;
        while (buffer.isEmpty() && next < chunks.size()) {
            int first = next;
            long reached = take(chunks.get(next++));
            while (next < chunks.size() && chunks.get(next).minTime() <= reached) {
                reached = Math.max(reached, take(chunks.get(next++)));
            }
            if (next - first > 1) {
                buffer.sort();
            }
        }
        return !buffer.isEmpty();
    }

    private long take(ChunkHandle handle) {
        Chunk chunk = handle.source().load();
        if (chunk == null) {
            return handle.maxTime();
        }
        if (handle.deleted().isEmpty() && handle.within(from, to)) {
            chunk.decode(buffer);
            return handle.maxTime();
        }
        scratch.clear();
        chunk.decode(scratch);
        for (int i = 0; i < scratch.size(); i++) {
            long time = scratch.time(i);
            if (time >= from && time <= to && !handle.deleted().contains(time)) {
                buffer.add(time, scratch.value(i));
            }
        }
        return handle.maxTime();
    }
}
