package dev.slipway.observe.store;

import dev.slipway.observe.block.Block;
import dev.slipway.observe.block.ChunkHandle;
import dev.slipway.observe.block.ChunkMerge;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.Samples;
import dev.slipway.promql.series.Selection;
import dev.slipway.promql.series.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The answer to one question: series of memory and of pinned blocks, their chunks found only when they are read. */
final class StoreSelection implements Selection {

    private final List<Block> pinned;
    private final long from;
    private final long to;
    private final Map<Labels, Found> found = new TreeMap<>();
    private boolean closed;

    private StoreSelection(List<Block> pinned, long from, long to) {
        this.pinned = pinned;
        this.from = from;
        this.to = to;
    }

    /** Memory first, blocks second: {@link HeadCut} says why. */
    static StoreSelection of(Head head, Blocks blocks, long from, long to, List<Matcher> matchers) {
        List<HeadSeries> selected = head.select(matchers);
        List<List<ChunkHandle>> fresh = head.look(
                () -> selected.stream().map(series -> series.handles(from, to)).toList());
        try {
            StoreSelection selection = new StoreSelection(blocks.pinned(from, to), from, to);
            selection.pinned.forEach(block -> selection.search(block, matchers));
            for (int i = 0; i < fresh.size(); i++) {
                if (!fresh.get(i).isEmpty()) {
                    selection.series(selected.get(i).labels()).fresh = fresh.get(i);
                }
            }
            return selection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void search(Block block, List<Matcher> matchers) {
        BitSet selected = block.select(matchers);
        for (int number = selected.nextSetBit(0); number >= 0; number = selected.nextSetBit(number + 1)) {
            series(block.labels(number)).places.add(new Place(block, number));
        }
    }

    private Found series(Labels labels) {
        return found.computeIfAbsent(labels, Found::new);
    }

    @Override
    public Iterator<Series> iterator() {
        return List.<Series>copyOf(found.values()).iterator();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Blocks.unpin(pinned);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Place(Block block, int number) {}

    /** One series of the answer. */
    private final class Found implements Series {

        private final Labels labels;
        private final List<Place> places = new ArrayList<>(4);
        private List<ChunkHandle> fresh = List.of();

        Found(Labels labels) {
            this.labels = labels;
        }

        @Override
        public Labels labels() {
            return labels;
        }

        @Override
        public Samples samples() {
            List<ChunkHandle> chunks = new ArrayList<>();
            places.forEach(place -> chunks.addAll(place.block().chunks(place.number(), from, to)));
            chunks.addAll(fresh);
            return new ChunkMerge(chunks, from, to);
        }
    }
}
