package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Json;
import dev.slipway.runner.log.LogLine;
import dev.slipway.runner.log.TextLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLogFileTest {

    private static final Instant AT = Instant.parse("2026-11-21T23:59:59.123456Z");
    private static final int ALL = 1_000_000;

    @TempDir
    Path folder;

    private final List<LogPage.Line> said = new ArrayList<>();
    private final Random random = new Random(17);
    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("run/job.log");
    }

    @Test
    void linesAndBlocks_areReadFromAnyLineOn() throws Exception {
        try (JobLogFile log = JobLogFile.append(file)) {
            sayMuch(log);
        }
        assertReadableFromAnyLine();
        Files.delete(folder.resolve("run/job.log.idx"));
        assertReadableFromAnyLine();
    }

    private void assertReadableFromAnyLine() throws IOException {
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(said.size() + 1);
            int most = 1 + random.nextInt(300);
            assertThat(JobLogFile.read(file, from, most))
                    .isEqualTo(said.subList(from, Math.min(said.size(), from + most)));
        }
    }

    @Test
    void flushedLines_areReadWhileTheLogGrows() throws Exception {
        try (JobLogFile log = JobLogFile.append(file)) {
            for (int i = 0; i < 50; i++) {
                say(log);
                log.flush();
                assertThat(JobLogFile.read(file, 0, ALL)).isEqualTo(said);
            }
        }
    }

    @Test
    void entryCutAnywhere_isRemovedAndNothingElse() throws Exception {
        for (boolean block : List.of(true, false)) {
            said.clear();
            Files.deleteIfExists(file);
            long whole;
            try (JobLogFile log = JobLogFile.append(file)) {
                sayMuch(log);
                whole = Files.size(file);
                if (block) {
                    log.lines(3, AT, text("one\ntwo\n"));
                } else {
                    log.line(new LogLine(3, AT, "one"));
                }
            }
            byte[] all = Files.readAllBytes(file);
            for (int length = (int) whole; length < all.length; length++) {
                Files.write(file, Arrays.copyOf(all, length));
                assertThat(JobLogFile.read(file, 0, ALL))
                        .as("cut at %d", length)
                        .isEqualTo(said);
                try (JobLogFile log = JobLogFile.append(file)) {
                    log.line(new LogLine(4, AT, "after"));
                }
                assertThat(JobLogFile.read(file, 0, ALL))
                        .as("%d of %d bytes, then more", length, all.length)
                        .hasSize(said.size() + 1)
                        .startsWith(said.toArray(LogPage.Line[]::new))
                        .endsWith(new LogPage.Line(said.size(), AT, 4, "after"));
            }
        }
    }

    @Test
    void logOfAnOlderRelease_isReadAndGoesOn() throws Exception {
        StringBuilder old = new StringBuilder();
        for (int n = 0; n < 250; n++) {
            LogPage.Line line = new LogPage.Line(n, AT, 1, "old \"" + n + "\"");
            said.add(line);
            old.append(Json.write(line)).append('\n');
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, old + "{\"n\":250,\"at\":\"2026-");
        assertThat(JobLogFile.read(file, 200, ALL)).isEqualTo(said.subList(200, 250));
        try (JobLogFile log = JobLogFile.append(file)) {
            sayMuch(log);
        }
        assertReadableFromAnyLine();
    }

    @Test
    void blockThatIsWrittenAtThisMoment_isNotYetThere() throws Exception {
        try (JobLogFile log = JobLogFile.append(file)) {
            sayMuch(log);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap("{\"lines\":2,\"bytes\":8,\"n\":%d,\"at\":\"%s\",\"step\":1}\none\nt"
                    .formatted(said.size(), AT)
                    .getBytes(StandardCharsets.UTF_8)));
            assertThat(JobLogFile.read(file, 0, ALL)).isEqualTo(said);
            channel.write(ByteBuffer.wrap("wo\n".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(JobLogFile.read(file, said.size(), ALL))
                .extracting(LogPage.Line::text)
                .containsExactly("one", "two");
    }

    private void sayMuch(JobLogFile log) {
        for (int i = 0; i < 120; i++) {
            say(log);
        }
        log.flush();
    }

    private void say(JobLogFile log) {
        int step = random.nextInt(4);
        if (random.nextBoolean()) {
            note(step, "single \"ß\" " + said.size());
            log.line(new LogLine(step, AT, said.getLast().text()));
            return;
        }
        StringBuilder block = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 700 : 5); i >= 0; i--) {
            note(step, "line €\\\" " + "y".repeat(random.nextInt(300)));
            block.append(said.getLast().text()).append('\n');
        }
        log.lines(step, AT, text(block.toString()));
    }

    private void note(int step, String text) {
        said.add(new LogPage.Line(said.size(), AT, step, text));
    }

    private static TextLines text(String text) {
        byte[] bytes = ("before\n" + text + "after\n").getBytes(StandardCharsets.UTF_8);
        return TextLines.of(bytes, "before\n".length(), bytes.length - "after\n".length());
    }
}
