package dev.slipway.runner.log;

import java.time.Instant;

/** Takes the lines of one job in their order. Called by several threads, so an implementation guards itself. */
@FunctionalInterface
public interface LogSink {

    /** Takes a line, which it may hold back until the flush. */
    void line(LogLine line);

    /**
     * Takes lines that came at once, as it takes a single one.
     *
     * @param at when the runner read them
     */
    default void lines(int step, Instant at, TextLines lines) {
        lines.forEach(text -> line(new LogLine(step, at, text)));
    }

    /** Lets all lines so far be seen. */
    default void flush() {}
}
