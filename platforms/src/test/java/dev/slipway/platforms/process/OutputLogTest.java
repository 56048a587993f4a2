package dev.slipway.platforms.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.delivery.port.OutputReader;
import dev.slipway.kernel.Masks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLogTest {

    @TempDir
    Path temp;

    @Test
    void rotation_losesNothingThatIsStillKept() throws IOException {
        OutputLog log = new OutputLog(temp, 4096, 5);
        List<String> lines =
                IntStream.range(0, 1500).mapToObj("line %05d"::formatted).toList();
        for (int from = 0; from < lines.size(); from += 100) {
            Files.write(
                    log.current(),
                    lines.subList(from, from + 100),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            log.rotate();
        }
        assertThat(temp.resolve("output.3.log")).hasSize(4096);
        assertThat(log.tail(2000, Masks.none())).isEqualTo(lines);
    }

    @Test
    void lineOfTenMegabytes_isMaskedAndReturned() throws IOException {
        OutputLog log = new OutputLog(temp, 4096 * 100, 60);
        Files.writeString(log.current(), "first\n" + "x".repeat(10 << 20) + "s3cret-word\n");
        log.rotate();
        List<String> tail = log.tail(1, Masks.of(List.of("s3cret-word")));
        assertThat(tail).hasSize(1);
        assertThat(tail.getFirst()).hasSize((10 << 20) + 3).endsWith("x***");
    }

    @Test
    void reader_losesNothingToRotation_andTakesLinesWhole() throws Exception {
        OutputLog log = new OutputLog(temp, 4096, 5);
        Files.createFile(log.current());
        List<String> read = new ArrayList<>();
        try (FollowedOutput reader = FollowedOutput.on(source(log, Masks.none(), () -> false), OutputPlace.at(0))) {
            for (int from = 0; from < 1500; from += 100) {
                append(log, lines(from, from + 100) + "line");
                read.addAll(reader.read().lines());
                append(log, " unfinished\n");
                log.rotate();
            }
            read.addAll(reader.read().lines());
        }
        assertThat(read).hasSize(1515).endsWith("line 01499", "line unfinished");
        assertThat(read)
                .filteredOn(line -> line.startsWith("line 0"))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void reader_beginsWithTheLastLines_andGoesOnAtItsPlace() throws Exception {
        OutputLog log = new OutputLog(temp, 4096, 5);
        append(log, lines(0, 1000));
        log.rotate();
        String place;
        try (FollowedOutput reader = FollowedOutput.last(source(log, Masks.none(), () -> false), 3)) {
            OutputReader.Page page = reader.read();
            assertThat(page.lines()).containsExactly("line 00997", "line 00998", "line 00999");
            place = page.next();
        }
        append(log, lines(1000, 1002));
        try (FollowedOutput reader =
                FollowedOutput.on(source(log, Masks.none(), () -> false), OutputPlace.parse(place))) {
            assertThat(reader.read().lines()).containsExactly("line 01000", "line 01001");
            assertThat(reader.read().lines()).isEmpty();
        }
    }

    @Test
    void reader_hearsTheLastWord_whenTheFolderIsGone() throws Exception {
        OutputLog log = new OutputLog(temp, 4096, 5);
        append(log, "one\n");
        AtomicBoolean over = new AtomicBoolean();
        try (FollowedOutput reader = FollowedOutput.last(source(log, Masks.of(List.of("s3cret-word")), over::get), 3)) {
            assertThat(reader.read()).isEqualTo(new OutputReader.Page(List.of("one"), "4", false));
            append(log, "the s3cret-word, and good");
            Files.delete(log.current());
            over.set(true);
            assertThat(reader.read().lines()).containsExactly("the ***, and good");
        }
    }

    @Test
    void reader_thatIsInterruptedWhileItReads_saysThatAndNothingElse() throws Exception {
        OutputLog log = new OutputLog(temp, 4096, 5);
        append(log, "one\n");
        try (FollowedOutput reader = FollowedOutput.last(source(log, Masks.none(), () -> false), 3)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(reader::read).isInstanceOf(InterruptedException.class);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void reader_showsNothingOfALineWithoutEnd_whereASecretMayBeCut() throws Exception {
        OutputLog log = new OutputLog(temp, 64 << 20, 1);
        append(log, "x".repeat((32 << 20) - 4) + "s3cret-word, and on");
        try (FollowedOutput reader =
                FollowedOutput.on(source(log, Masks.of(List.of("s3cret-word")), () -> true), OutputPlace.at(0))) {
            assertThat(reader.read().lines()).containsExactly("(33554432 bytes without the end of a line)");
        }
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj("line %05d\n"::formatted).collect(Collectors.joining());
    }

    private static void append(OutputLog log, String text) throws IOException {
        Files.writeString(log.current(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static FollowedOutput.Source source(OutputLog log, Masks masks, BooleanSupplier over) {
        return new FollowedOutput.Source(log, masks, TimedLine::untimed, () -> null, over);
    }
}
