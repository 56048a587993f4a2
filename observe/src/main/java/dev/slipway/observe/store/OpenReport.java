package dev.slipway.observe.store;

import dev.slipway.observe.block.BlockDamage;
import dev.slipway.observe.wal.WalDamage;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a start found.
 *
 * @param series that were restored to memory
 * @param samples that were restored to memory
 * @param strayRecords of the log that name a series whose own record was lost
 * @param log what could not be read of the log
 * @param blocks what could not be used of the blocks
 */
public record OpenReport(long series, long samples, long strayRecords, List<WalDamage> log, List<BlockDamage> blocks) {

    public OpenReport {
        log = List.copyOf(log);
        blocks = List.copyOf(blocks);
    }

    /** True when nothing that had been acknowledged is missing: a torn tail never was. */
    public boolean isWhole() {
        return blocks.isEmpty()
                && strayRecords == 0
                && log.stream().allMatch(damage -> damage instanceof WalDamage.TornTail);
    }

    /** One sentence for each thing that was dropped. */
    public List<String> sentences() {
        Stream<String> stray = strayRecords == 0
                ? Stream.empty()
                : Stream.of(strayRecords + " records of the log name a series that is unknown; they were left out");
        return Stream.of(log.stream().map(WalDamage::describe), blocks.stream().map(BlockDamage::describe), stray)
                .flatMap(sentences -> sentences)
                .toList();
    }
}
