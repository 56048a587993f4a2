package dev.slipway.runner.log;

/** Takes the lines of one job in their order. Called by several threads, so an implementation guards itself. */
@FunctionalInterface
public interface LogSink {

    /** Takes a line, which it may hold back until the flush. */
    void line(LogLine line);

    /** Lets all lines so far be seen. */
    default void flush() {}
}
