package dev.slipway.observe.store;

import dev.slipway.observe.block.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Deletes the oldest blocks: those that are too old, then as many as take too much room. */
final class Retention {

    private final Blocks blocks;
    private final StoreOptions options;

    Retention(Blocks blocks, StoreOptions options) {
        this.blocks = blocks;
        this.options = options;
    }

    /**
     * @param newest time of a sample
     * @param logBytes that the log takes, which count against the limit
     * @return how many blocks were deleted
     */
    int run(long newest, long logBytes) throws IOException {
        long oldest = options.retention().isZero()
                ? Long.MIN_VALUE
                : newest - options.retention().toMillis();
        long excess = options.retentionBytes() == 0 ? 0 : blocks.bytes() + logBytes - options.retentionBytes();
        List<Block> gone = new ArrayList<>();
        for (Block block : blocks.all()) {
            if (block.meta().maxTime() <= oldest || excess > 0) {
                gone.add(block);
                excess -= block.bytes();
            }
        }
        if (!gone.isEmpty()) {
            blocks.remove(gone);
        }
        return gone.size();
    }
}
