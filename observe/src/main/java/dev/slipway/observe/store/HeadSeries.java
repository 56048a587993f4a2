package dev.slipway.observe.store;

import dev.slipway.observe.block.ChunkHandle;
import dev.slipway.observe.block.Intervals;
import dev.slipway.observe.encoding.Chunk;
import dev.slipway.observe.encoding.SampleBuffer;
import dev.slipway.observe.encoding.XorEncoder;
import dev.slipway.promql.series.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series in memory: closed chunks, one that grows, and the late samples apart from them until a block is cut. No chunk
 * reaches over the boundary between two blocks, so that cutting copies chunks instead of writing them anew. Its monitor
 * guards its parts.
 */
final class HeadSeries implements SeriesHandle {

    private final long ref;
    private final Labels labels;
    private List<Chunk> closed = List.of();
    private @Nullable XorEncoder open;
    private long lastTime = Long.MIN_VALUE;
    private long lastBits;
    private @Nullable SampleBuffer late;
    private List<Chunk> lateChunks = List.of();
    private Intervals deleted = Intervals.NONE;
    private volatile boolean logged;
    private volatile boolean gone;

    HeadSeries(long ref, Labels labels) {
        this.ref = ref;
        this.labels = labels;
    }

    long ref() {
        return ref;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    /** True once the log knows which series the number stands for. */
    boolean isLogged() {
        return logged;
    }

    void markLogged() {
        logged = true;
    }

    /** True once memory has let go of it: appending means finding the series anew. */
    boolean isGone() {
        return gone;
    }

    /**
     * @param bounds what is in order and what is too old
     */
    synchronized AppendOutcome append(long time, double value, HeadBounds bounds) {
        long bits = Double.doubleToRawLongBits(value);
        if (time > lastTime && time >= bounds.inOrderFrom()) {
            grow(time, value, bounds);
            lastTime = time;
            lastBits = bits;
            return AppendOutcome.ACCEPTED;
        }
        if (time == lastTime) {
            return bits == lastBits ? AppendOutcome.ACCEPTED : AppendOutcome.DUPLICATE;
        }
        if (time < bounds.oldestLate()) {
            return AppendOutcome.TOO_OLD;
        }
        return late(time, value);
    }

    private void grow(long time, double value, HeadBounds bounds) {
        XorEncoder current = open;
        if (current != null
                && (current.count() >= XorEncoder.MOST_SAMPLES || bounds.parts(current.firstTime(), time))) {
            close();
            current = null;
        }
        if (current == null) {
            open = new XorEncoder(time, value);
        } else {
            current.append(time, value);
        }
    }

    private void close() {
        if (open != null) {
            closed = appended(closed, List.of(open.closed()));
            open = null;
        }
    }

    private AppendOutcome late(long time, double value) {
        SampleBuffer buffer = late;
        if (buffer == null) {
            buffer = new SampleBuffer(8);
            late = buffer;
        }
        if (!buffer.insert(time, value)) {
            return AppendOutcome.DUPLICATE;
        }
        if (buffer.size() >= XorEncoder.MOST_SAMPLES) {
            lateChunks = appended(lateChunks, buffer.chunks());
            late = null;
        }
        return AppendOutcome.ACCEPTED;
    }

    /** Takes a chunk of a checkpoint. */
    synchronized void restore(Chunk chunk) {
        if (chunk.minTime() > lastTime) {
            close();
            closed = appended(closed, List.of(chunk));
            lastTime = chunk.maxTime();
            SampleBuffer samples = new SampleBuffer(chunk.count());
            chunk.decode(samples);
            lastBits = Double.doubleToRawLongBits(samples.value(samples.size() - 1));
        } else {
            lateChunks = appended(lateChunks, List.of(chunk));
        }
    }

    private static List<Chunk> appended(List<Chunk> chunks, List<Chunk> more) {
        List<Chunk> all = new ArrayList<>(chunks.size() + more.size());
        all.addAll(chunks);
        all.addAll(more);
        return all;
    }

    synchronized void delete(long from, long to) {
        deleted = deleted.with(from, Math.min(to, lastTime));
    }

    synchronized Intervals deleted() {
        return deleted;
    }

    synchronized boolean isEmpty() {
        return closed.isEmpty() && open == null && late == null && lateChunks.isEmpty();
    }

    /** The time of the earliest sample, or the largest number when there is none. */
    synchronized long firstTime() {
        long first = open == null ? Long.MAX_VALUE : open.firstTime();
        first = late == null || late.isEmpty() ? first : Math.min(first, late.time(0));
        for (Chunk chunk : closed) {
            first = Math.min(first, chunk.minTime());
        }
        for (Chunk chunk : lateChunks) {
            first = Math.min(first, chunk.minTime());
        }
        return first;
    }

    /** Everything as immutable chunks, those in order first. */
    synchronized List<Chunk> chunks() {
        List<Chunk> chunks = new ArrayList<>(closed.size() + lateChunks.size() + 2);
        chunks.addAll(closed);
        if (open != null) {
            chunks.add(open.chunk());
        }
        chunks.addAll(lateChunks);
        if (late != null) {
            chunks.addAll(late.chunks());
        }
        return chunks;
    }

    /** The chunks that touch a time, both ends included. */
    synchronized List<ChunkHandle> handles(long from, long to) {
        return chunks().stream()
                .filter(chunk -> chunk.overlaps(from, to))
                .map(chunk -> ChunkHandle.of(chunk, deleted))
                .toList();
    }

    /**
     * Closes all chunks, so that each chunk object that a block was cut from can be told from later ones.
     *
     * @return the chunks with samples before the time
     */
    synchronized List<Chunk> seal(long before) {
        if (open != null && open.firstTime() < before) {
            close();
        }
        if (late != null) {
            lateChunks = appended(lateChunks, late.chunks());
            late = null;
        }
        List<Chunk> sealed = new ArrayList<>();
        closed.stream().filter(chunk -> chunk.minTime() < before).forEach(sealed::add);
        lateChunks.stream().filter(chunk -> chunk.minTime() < before).forEach(sealed::add);
        return sealed;
    }

    /** Lets go of chunks that are in blocks now; what of them is not before the time stays. */
    synchronized void drop(List<Chunk> cut, long before) {
        closed = without(closed, cut, before);
        lateChunks = without(lateChunks, cut, before);
        deleted = deleted.from(before);
    }

    private static List<Chunk> without(List<Chunk> chunks, List<Chunk> cut, long before) {
        List<Chunk> left = new ArrayList<>();
        for (Chunk chunk : chunks) {
            if (cut.stream().noneMatch(other -> other == chunk)) {
                left.add(chunk);
            } else if (chunk.maxTime() >= before) {
                SampleBuffer samples = new SampleBuffer(chunk.count());
                chunk.decode(samples);
                SampleBuffer kept = new SampleBuffer(chunk.count());
                for (int i = 0; i < samples.size(); i++) {
                    if (samples.time(i) >= before) {
                        kept.add(samples.time(i), samples.value(i));
                    }
                }
                left.addAll(kept.chunks());
            }
        }
        return left.isEmpty() ? List.of() : left;
    }

    /**
     * Says good-bye when nothing is left of it.
     *
     * @return true when it is gone
     */
    synchronized boolean leaveIfEmpty() {
        if (isEmpty()) {
            gone = true;
        }
        return gone;
    }
}
