package dev.slipway.observe.store;

import dev.slipway.observe.block.ChunkHandle;
import dev.slipway.observe.block.Intervals;
import dev.slipway.observe.encoding.Chunk;
import dev.slipway.observe.encoding.SampleBuffer;
import dev.slipway.observe.encoding.XorChunks;
import dev.slipway.promql.series.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series in memory: closed chunks, one that grows in a table with those of all others, and the late samples apart from
 * them until a block is cut. No chunk reaches over the boundary between two blocks, so that cutting copies chunks instead
 * of writing them anew. {@link Head#look} and {@link Head#change} guard its samples.
 */
final class HeadSeries implements SeriesHandle {

    private static final int NOWHERE = -1;

    private final long ref;
    private final Labels labels;
    private final XorChunks growing;
    private int slot;
    private List<Chunk> closed = List.of();
    private @Nullable SampleBuffer late;
    private List<Chunk> lateChunks = List.of();
    private Intervals deleted = Intervals.NONE;
    private volatile boolean logged;
    private volatile boolean gone;

    /**
     * @param growing the chunks that grow, of which the series has that of a number
     */
    HeadSeries(long ref, Labels labels, XorChunks growing, int slot) {
        this.ref = ref;
        this.labels = labels;
        this.growing = growing;
        this.slot = slot;
    }

    long ref() {
        return ref;
    }

    /** Number of its growing chunk; negative once it is gone. Changes only while nothing is appended. */
    int slot() {
        return slot;
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
     * Takes a sample that does not simply go on the growing chunk.
     *
     * @param bounds what is in order and what is too old
     */
    AppendOutcome append(long time, long bits, HeadBounds bounds) {
        long last = growing.lastTime(slot);
        if (time > last && time >= bounds.inOrderFrom()) {
            if (!growing.append(slot, time, bits)) {
                close();
                growing.begin(slot, time, bits, bounds.endOf(time));
            }
            return AppendOutcome.ACCEPTED;
        }
        if (time == last) {
            return bits == growing.lastValue(slot) ? AppendOutcome.ACCEPTED : AppendOutcome.DUPLICATE;
        }
        return time < bounds.oldestLate() ? AppendOutcome.TOO_OLD : late(time, Double.longBitsToDouble(bits));
    }

    private void close() {
        if (growing.isOpen(slot)) {
            closed = appended(closed, List.of(growing.close(slot)));
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
        if (buffer.size() >= XorChunks.MOST_SAMPLES) {
            lateChunks = appended(lateChunks, buffer.chunks());
            late = null;
        }
        return AppendOutcome.ACCEPTED;
    }

    /** Takes a chunk of a checkpoint. */
    void restore(Chunk chunk) {
        if (chunk.minTime() > growing.lastTime(slot)) {
            close();
            closed = appended(closed, List.of(chunk));
            SampleBuffer samples = new SampleBuffer(chunk.count());
            chunk.decode(samples);
            double last = samples.value(samples.size() - 1);
            growing.resume(slot, chunk.maxTime(), Double.doubleToRawLongBits(last));
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

    void delete(long from, long to) {
        deleted = deleted.with(from, Math.min(to, growing.lastTime(slot)));
    }

    Intervals deleted() {
        return deleted;
    }

    boolean isEmpty() {
        return closed.isEmpty() && !growing.isOpen(slot) && late == null && lateChunks.isEmpty();
    }

    /** The time of the earliest sample, or the largest number when there is none. */
    long firstTime() {
        long first = growing.isOpen(slot) ? growing.firstTime(slot) : Long.MAX_VALUE;
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
    List<Chunk> chunks() {
        List<Chunk> chunks = new ArrayList<>(closed.size() + lateChunks.size() + 2);
        chunks.addAll(closed);
        if (growing.isOpen(slot)) {
            chunks.add(growing.peek(slot));
        }
        chunks.addAll(lateChunks);
        if (late != null) {
            chunks.addAll(late.chunks());
        }
        return chunks;
    }

    /** The chunks that touch a time, both ends included. */
    List<ChunkHandle> handles(long from, long to) {
        return gone
                ? List.of()
                : chunks().stream()
                        .filter(chunk -> chunk.overlaps(from, to))
                        .map(chunk -> ChunkHandle.of(chunk, deleted))
                        .toList();
    }

    /**
     * Closes all chunks, so that each chunk object that a block was cut from can be told from later ones.
     *
     * @return the chunks with samples before the time
     */
    List<Chunk> seal(long before) {
        if (growing.isOpen(slot) && growing.firstTime(slot) < before) {
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
    void drop(List<Chunk> cut, long before) {
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
     * @return the number that it had among the growing chunks, free for another series; negative when it stays
     */
    int leaveIfEmpty() {
        if (!isEmpty()) {
            return NOWHERE;
        }
        int free = slot;
        slot = NOWHERE;
        gone = true;
        growing.clear(free);
        return free;
    }
}
