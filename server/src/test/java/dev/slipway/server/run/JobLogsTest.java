package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.runner.log.LogLine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLogsTest {

    private static final Duration FOR_EVER = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    @Test
    void awaitBegin_endsWhenTheJobBegins() throws Exception {
        JobLogs logs = new JobLogs(folder);
        AtomicBoolean begun = new AtomicBoolean();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                logs.awaitBegin("job-1", FOR_EVER);
                begun.set(logs.isOpen("job-1"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
        logs.open("run-1", "job-1");
        assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
        assertThat(begun).isTrue();
        logs.close("job-1");
    }

    @Test
    void awaitLine_endsAtALineAndAtTheEndOfTheJob() throws Exception {
        JobLogs logs = new JobLogs(folder);
        JobLogFile log = logs.open("run-1", "job-1");
        log.line(new LogLine(1, Instant.EPOCH, "first"));
        log.flush();
        logs.awaitLine("job-1", 0, FOR_EVER);
        logs.close("job-1");
        logs.awaitLine("job-1", 1, FOR_EVER);
        assertThat(logs.isOpen("job-1")).isFalse();
        assertThat(logs.read("run-1", "job-1", 0, true).lines()).hasSize(1);
    }
}
