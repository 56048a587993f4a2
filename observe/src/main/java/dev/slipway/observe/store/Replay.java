package dev.slipway.observe.store;

import dev.slipway.observe.block.BlockMeta;
import dev.slipway.observe.encoding.Chunk;
import dev.slipway.observe.encoding.SampleBuffer;
import dev.slipway.observe.wal.WalReader;
import dev.slipway.observe.wal.WalRecords;
import dev.slipway.observe.wal.WalVisitor;
import dev.slipway.promql.series.Labels;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills memory from the log. A block says up to which segment it holds everything before its end; those samples are
 * passed over, so that a crash between publishing a block and cutting the log costs nothing and doubles nothing. Blocks
 * are cut while reading, as soon as memory holds enough for one: a long log needs no more memory than running does.
 */
final class Replay implements WalVisitor, WalReader.Progress {

    private final Head head;
    private final List<BlockMeta> blocks;
    private final Cutter cutter;
    private final RefTable byRef = new RefTable();
    private final SampleRun run = new SampleRun(WalRecords.SAMPLES_PER_FRAME);
    private long passOverBefore;
    private long samples;
    private long stray;

    /** Cuts blocks when memory has enough for one. */
    interface Cutter {
        void cut(long segment) throws IOException;
    }

    Replay(Head head, List<BlockMeta> blocks, Cutter cutter) {
        this.head = head;
        this.blocks = blocks;
        this.cutter = cutter;
    }

    @Override
    public void begin(long segment) {
        passOverBefore = blocks.stream()
                .filter(block -> block.walThrough() >= segment)
                .mapToLong(BlockMeta::maxTime)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    @Override
    public void end(long segment) throws IOException {
        cutter.cut(segment);
    }

    @Override
    public void series(long ref, Labels labels) {
        head.create(labels, ref).ifPresent(series -> {
            series.markLogged();
            byRef.put(ref, series);
        });
    }

    @Override
    public void samples(long[] refs, long[] times, double[] values) {
        run.clear();
        for (int i = 0; i < refs.length; i++) {
            HeadSeries series = find(refs[i]);
            if (series == null) {
                stray++;
            } else if (times[i] >= passOverBefore) {
                run.add(series, times[i], values[i]);
            }
        }
        samples += run.size();
        head.append(run, new AppendTally());
    }

    /** A block that was cut while reading lets go of series; the log may still speak of them. */
    private @Nullable HeadSeries find(long ref) {
        HeadSeries series = byRef.get(ref);
        if (series == null || !series.isGone()) {
            return series;
        }
        series(ref, series.labels());
        return byRef.get(ref);
    }

    @Override
    public void chunk(long ref, Chunk chunk) {
        HeadSeries series = find(ref);
        if (series == null) {
            stray++;
        } else if (chunk.minTime() >= passOverBefore) {
            samples += chunk.count();
            series.restore(chunk);
            head.reach(chunk.minTime(), chunk.maxTime());
        } else if (chunk.maxTime() >= passOverBefore) {
            SampleBuffer buffer = new SampleBuffer(chunk.count());
            chunk.decode(buffer);
            long[] refs = new long[buffer.size()];
            Arrays.fill(refs, ref);
            samples(refs, buffer.times(), buffer.values());
        }
    }

    @Override
    public void deletion(long ref, long from, long to) {
        HeadSeries series = find(ref);
        if (series == null) {
            stray++;
        } else {
            series.delete(from, to);
        }
    }

    long samples() {
        return samples;
    }

    long stray() {
        return stray;
    }
}
