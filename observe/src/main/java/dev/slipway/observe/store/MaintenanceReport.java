package dev.slipway.observe.store;

/**
 * What one round of maintenance did.
 *
 * @param cuts blocks' worth of samples that went from memory to disk
 * @param merges of blocks
 * @param deleted blocks that outlived their retention
 */
public record MaintenanceReport(int cuts, int merges, int deleted) {}
