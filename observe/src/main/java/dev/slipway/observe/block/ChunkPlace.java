package dev.slipway.observe.block;

/**
 * Where in a block's chunks one lies.
 *
 * @param count of samples
 * @param offset of its first byte in the file
 * @param length in bytes, its checksum not counted
 */
record ChunkPlace(long minTime, long maxTime, int count, long offset, int length) {}
