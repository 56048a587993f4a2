package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.log.LogLine;
import dev.slipway.runner.log.TextLines;
import dev.slipway.testkit.SmallDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The log of a job on a disk that fills up: every line that was taken stays readable. */
class FullDiskTest {

    private static final int MEBIBYTE = 1 << 20;

    @Test
    void logThatMeetsAFullDisk_keepsItsLinesAndGoesOnWhenThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.of(MEBIBYTE)) {
            Path file = disk.folder().resolve("run/job.log");
            try (JobLogFile log = JobLogFile.append(file)) {
                log.line(line("first"));
                log.flush();
                disk.leave(64 * 1024);
                int taken = 1 + writeUntilFull(log, disk);
                assertThat(numbers(file))
                        .isEqualTo(LongStream.range(0, taken).boxed().toList());

                disk.makeRoom();
                log.line(line("after"));
                log.flush();

                List<LogPage.Line> lines = JobLogFile.read(file, 0, 10_000);
                assertThat(lines).hasSize(taken + 1);
                assertThat(lines.getLast().text()).isEqualTo("after");
            }
        }
    }

    @Test
    void blockThatMeetsAFullDisk_isThereAsAWholeOrNotAtAll() throws Exception {
        byte[] lines = ("x".repeat(99) + "\n").repeat(2000).getBytes(StandardCharsets.UTF_8);
        try (SmallDisk disk = SmallDisk.of(MEBIBYTE)) {
            Path file = disk.folder().resolve("run/job.log");
            try (JobLogFile log = JobLogFile.append(file)) {
                int[] blocks = {0};
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 10; i++) {
                                log.lines(1, Instant.EPOCH, TextLines.of(lines, 0, lines.length));
                                log.flush();
                                blocks[0]++;
                            }
                        })
                        .asInstanceOf(type(Problem.class))
                        .satisfies(full -> assertThat(full.code()).isEqualTo("disk-full"));
                assertThat(blocks[0]).isBetween(1, 5);
                assertThat(JobLogFile.read(file, 0, 100_000)).hasSize(blocks[0] * 2000);

                disk.makeRoom();
                log.line(line("after"));
                log.flush();
                assertThat(JobLogFile.read(file, blocks[0] * 2000L, 10))
                        .extracting(LogPage.Line::text)
                        .containsExactly("after");
            }
        }
    }

    private static int writeUntilFull(JobLogFile log, SmallDisk disk) {
        int[] written = {0};
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        log.line(line("x".repeat(300)));
                        log.flush();
                        written[0]++;
                    }
                })
                .asInstanceOf(type(Problem.class))
                .satisfies(full -> {
                    assertThat(full.code()).isEqualTo("disk-full");
                    assertThat(full.message()).contains(disk.folder().toString(), " free)");
                });
        return written[0];
    }

    private static List<Long> numbers(Path file) throws Exception {
        return JobLogFile.read(file, 0, 10_000).stream().map(LogPage.Line::n).toList();
    }

    private static LogLine line(String text) {
        return new LogLine(1, Instant.EPOCH, text);
    }
}
