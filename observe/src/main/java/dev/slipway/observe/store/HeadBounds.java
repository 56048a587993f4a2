package dev.slipway.observe.store;

/**
 * What the samples of memory may be, as of now.
 *
 * @param inOrderFrom what is earlier lies in blocks already, so that it counts as late; milliseconds
 * @param oldestLate earlier samples are refused; milliseconds
 * @param range of a block; milliseconds
 */
record HeadBounds(long inOrderFrom, long oldestLate, long range) {

    /** True when a block ends between the two times. */
    boolean parts(long earlier, long later) {
        return Math.floorDiv(earlier, range) != Math.floorDiv(later, range);
    }
}
