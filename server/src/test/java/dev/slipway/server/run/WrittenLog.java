package dev.slipway.server.run;

import dev.slipway.runner.log.LogLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** A job's log that a test writes as a runner would. */
public final class WrittenLog implements AutoCloseable {

    private final JobLogs logs;
    private final String job;
    private final JobLogFile file;

    public WrittenLog(JobLogs logs, String run, String job) {
        this.logs = logs;
        this.job = job;
        try {
            this.file = logs.open(run, job);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public WrittenLog say(int step, Instant at, String text) {
        file.line(new LogLine(step, at, text));
        file.flush();
        return this;
    }

    @Override
    public void close() {
        try {
            logs.close(job);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
