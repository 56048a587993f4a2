package dev.slipway.runner.log;

/** Takes the lines of one job in their order. Called by several threads, so an implementation guards itself. */
@FunctionalInterface
public interface LogSink {

    void line(LogLine line);
}
