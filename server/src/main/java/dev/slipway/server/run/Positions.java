package dev.slipway.server.run;

/**
 * Numbers that order the jobs of a run. Between two jobs there is room for the legs of the first, and where that is a
 * call, for the jobs that it calls, and so on; the deeper, the less room, for hardly anybody calls deeper than twice.
 */
final class Positions {

    /** How many legs a job can have at most, rounded up. */
    static final long MOST_LEGS = 1_000;

    private static final long ROOT = 1_000_000_000_000L;
    private static final long STEP = 10_000;

    private Positions() {}

    /** The distance of two jobs of a workflow that so many call down to; at least 1. */
    static long room(int depth) {
        long room = ROOT;
        for (int i = 0; i < depth; i++) {
            room = Math.max(1, room / STEP);
        }
        return room;
    }
}
