package dev.slipway.observe.block;

import dev.slipway.observe.encoding.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that is fetched when it is needed.
 *
 * @param minTime of its first sample
 * @param maxTime of its last sample
 * @param source fetches it, or null when it is damaged
 * @param deleted what of it no longer counts
 */
public record ChunkHandle(long minTime, long maxTime, Source source, Intervals deleted) {

    /** Where chunks come from. */
    @FunctionalInterface
    public interface Source {
        @Nullable
        Chunk load();
    }

    public static ChunkHandle of(Chunk chunk, Intervals deleted) {
        return new ChunkHandle(chunk.minTime(), chunk.maxTime(), () -> chunk, deleted);
    }

    boolean within(long from, long to) {
        return minTime >= from && maxTime <= to;
    }
}
