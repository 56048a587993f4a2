package dev.slipway.platforms.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Masks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
}
