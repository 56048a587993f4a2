package dev.slipway.observe.block;

import dev.slipway.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a block covers.
 *
 * @param version of the files
 * @param id its folder's name
 * @param minTime milliseconds, included
 * @param maxTime milliseconds, excluded
 * @param level 1 for a block that was cut from memory, one more for each merge
 * @param walThrough all samples before {@code maxTime} in log segments up to this one are in blocks
 * @param sources ids of the blocks that this one replaces
 * @param checksum CRC32C over all other fields
 */
public record BlockMeta(
        int version,
        String id,
        long minTime,
        long maxTime,
        long series,
        long samples,
        long chunks,
        int level,
        long walThrough,
        List<String> sources,
        long checksum) {

    static final int VERSION = 1;

    /** With its own checksum. */
    BlockMeta sealed() {
        return new BlockMeta(
                version, id, minTime, maxTime, series, samples, chunks, level, walThrough, sources, expectedChecksum());
    }

    boolean holds() {
        return version == VERSION && checksum == expectedChecksum();
    }

    private long expectedChecksum() {
        BlockMeta bare =
                new BlockMeta(version, id, minTime, maxTime, series, samples, chunks, level, walThrough, sources, 0);
        CRC32C crc = new CRC32C();
        crc.update(Json.writeCanonical(bare).getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    boolean overlaps(BlockMeta other) {
        return minTime < other.maxTime && other.minTime < maxTime;
    }
}
