package dev.slipway.edge.traffic;

import java.util.concurrent.atomic.LongAdder;

/**
 * Requests by how they ended. Each is in one counter only: so between any two looks no more of them have failed than have
 * ended, however many end while one looks. The judge, who sees differences, could make nothing of anything else.
 */
final class Tally {

    private final LongAdder good = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder aborted = new LongAdder();

    void good() {
        good.increment();
    }

    void failed() {
        failed.increment();
    }

    void aborted() {
        aborted.increment();
    }

    Counts counts() {
        long errors = failed.sum();
        long left = aborted.sum();
        return new Counts(good.sum() + errors + left, errors, left);
    }

    /**
     * @param requests that ended, in whatever way
     * @param errors of those
     * @param aborted of those: the client left first
     */
    record Counts(long requests, long errors, long aborted) {}
}
