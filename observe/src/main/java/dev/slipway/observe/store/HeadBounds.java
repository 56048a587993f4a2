package dev.slipway.observe.store;

/**
 * What the samples of memory may be, as of now.
 *
 * @param inOrderFrom what is earlier lies in blocks already, so that it counts as late; milliseconds
 * @param oldestLate earlier samples are refused; milliseconds
 * @param range of a block; milliseconds
 */
record HeadBounds(long inOrderFrom, long oldestLate, long range) {

    /** Where the block of a time ends, milliseconds, excluded. */
    long endOf(long time) {
        return (Math.floorDiv(time, range) + 1) * range;
    }
}
