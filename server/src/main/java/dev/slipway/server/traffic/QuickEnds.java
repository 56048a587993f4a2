package dev.slipway.server.traffic;

import java.time.Duration;

/**
 * How often in a row an edge has ended soon after its start. One such end may have been an accident, so the edge is there
 * again at once; the more there are, the longer the pause, so that an edge that cannot live does not take the machine from
 * what can.
 *
 * @param inRow since the last time that one lived for long
 */
record QuickEnds(int inRow) {

    /** An edge that lived for this long was well. */
    static final Duration STEADY = Duration.ofMinutes(1);

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    static final QuickEnds NONE = new QuickEnds(0);

    QuickEnds after(Duration life) {
        return life.compareTo(STEADY) >= 0 ? NONE : new QuickEnds(inRow + 1);
    }

    /** Before the next start: none, 1 s, 2 s, 4 s and so on. */
    Duration pause() {
        if (inRow < 2) {
            return Duration.ZERO;
        }
        long seconds = 1L << Math.min(inRow - 2, 30);
        return Duration.ofSeconds(Math.min(seconds, LONGEST_PAUSE.toSeconds()));
    }
}
