package dev.slipway.observe.store;

import dev.slipway.observe.block.Block;
import dev.slipway.observe.block.BlockMerge;
import dev.slipway.observe.block.BlockMeta;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which blocks become one: those that overlap, since late samples made a second block for their time; those of which
 * something was deleted; and three neighbours at a time, so that a question about a month opens a dozen blocks and not
 * 360. A merged block covers at most a tenth of the retention, because retention takes whole blocks.
 */
final class Compaction {

    private static final int FACTOR = 3;
    private static final Duration LONGEST = Duration.ofDays(31);

    private final Blocks blocks;
    private final StoreOptions options;

    Compaction(Blocks blocks, StoreOptions options) {
        this.blocks = blocks;
        this.options = options;
    }

    /** Merges until nothing is left to merge; returns how many merges there were. */
    int run() throws IOException {
        int merges = 0;
        for (Optional<List<Block>> next = plan(); next.isPresent(); next = plan()) {
            merge(next.get());
            merges++;
        }
        return merges;
    }

    private void merge(List<Block> sources) throws IOException {
        Optional<BlockMeta> merged = new BlockMerge(sources).write(blocks.folder(), blocks.nextId());
        if (merged.isPresent()) {
            blocks.replace(merged.get(), sources);
        } else {
            blocks.remove(sources);
        }
    }

    private Optional<List<Block>> plan() {
        List<Block> all = blocks.all();
        return overlapping(all)
                .or(() -> all.stream().filter(Block::hasDeletions).findFirst().map(List::of))
                .or(() -> neighbours(all));
    }

    private static Optional<List<Block>> overlapping(List<Block> all) {
        List<Block> group = new ArrayList<>();
        long reached = Long.MIN_VALUE;
        for (Block block : all) {
            if (block.meta().minTime() >= reached) {
                if (group.size() > 1) {
                    return Optional.of(group);
                }
                group.clear();
            }
            group.add(block);
            reached = Math.max(reached, block.meta().maxTime());
        }
        return group.size() > 1 ? Optional.of(group) : Optional.empty();
    }

    /** The blocks of one aligned stretch that has passed; the newest block stays, as late samples may still come. */
    private Optional<List<Block>> neighbours(List<Block> all) {
        if (all.size() < FACTOR) {
            return Optional.empty();
        }
        long newest = all.getLast().meta().minTime();
        for (long range = options.rangeMillis() * FACTOR; range <= longest(); range *= FACTOR) {
            Map<Long, List<Block>> stretches = new TreeMap<>();
            for (Block block : all) {
                long stretch = Math.floorDiv(block.meta().minTime(), range) * range;
                if (block.meta().maxTime() <= stretch + range && stretch + range <= newest) {
                    stretches
                            .computeIfAbsent(stretch, start -> new ArrayList<>())
                            .add(block);
                }
            }
            Optional<List<Block>> group = stretches.values().stream()
                    .filter(found -> found.size() > 1)
                    .findFirst();
            if (group.isPresent()) {
                return group;
            }
        }
        return Optional.empty();
    }

    private long longest() {
        long retention = options.retention().toMillis();
        return retention == 0 ? LONGEST.toMillis() : Math.min(LONGEST.toMillis(), retention / 10);
    }
}
