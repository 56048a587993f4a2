package dev.slipway.server.run;

import java.time.Instant;
import java.util.List;

/**
 * Some lines of a job's log.
 *
 * @param next number to ask for next
 * @param done true when there are no more lines and there will be none
 */
public record LogPage(List<Line> lines, long next, boolean done) {

    /**
     * One line.
     *
     * @param n its number, from 0
     * @param step number of the step, 0 for the job itself
     */
    public record Line(long n, Instant at, int step, String text) {}
}
