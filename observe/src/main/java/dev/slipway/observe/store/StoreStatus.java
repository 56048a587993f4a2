package dev.slipway.observe.store;

import dev.slipway.observe.block.BlockDamage;
import java.util.List;
import java.util.Optional;

/**
 * How a store is doing.
 *
 * @param series in memory
 * @param newest time of a sample, milliseconds; empty when there is none
 * @param blocks open ones
 * @param blockBytes on disk
 * @param refusal why the last write failed; empty when it did not
 * @param damages found since the start
 */
public record StoreStatus(
        int series,
        Optional<Long> newest,
        int blocks,
        long blockBytes,
        Optional<String> refusal,
        List<BlockDamage> damages) {}
