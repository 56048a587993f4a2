package dev.slipway.edge.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {

    private static final int LINES = 2000;

    @TempDir
    Path folder;

    @Test
    void fullFile_isNumberedAndTheOldestGoes() throws Exception {
        Path file = folder.resolve("access.log");
        try (AccessLog log = new AccessLog(new AccessLog.Settings(file, 20_000, 3), InstantSource.system())) {
            // The writer takes all that waits as one piece, which is never cut.
            for (int i = 0; i < LINES; i++) {
                log.add(entry("/" + i));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("access.log", "access.log.1", "access.log.2");
        }
        List<String> targets = new ArrayList<>();
        for (String name : List.of("access.log.2", "access.log.1", "access.log")) {
            for (String line : Files.readAllLines(folder.resolve(name))) {
                targets.add(Json.mapper().readTree(line).path("target").asString());
            }
        }
        assertThat(targets).endsWith("/" + (LINES - 1));
        int first = LINES - targets.size();
        assertThat(targets.getFirst()).as("nothing is missing in between").isEqualTo("/" + first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void logOfBefore_isGoneOnWith() throws Exception {
        AccessLog.Settings settings = new AccessLog.Settings(folder.resolve("access.log"), 1 << 20, 3);
        for (int start = 0; start < 2; start++) {
            try (AccessLog log = new AccessLog(settings, InstantSource.system())) {
                log.add(entry("/"));
            }
        }
        assertThat(settings.file()).content().hasLineCount(2);
    }

    @ParameterizedTest
    @CsvSource({
        "/plain, /plain",
        "/a?token=secret&page=2, /a?token=*&page=*",
        "/a?secret, /a?*",
        "/a?x=a=b&&secret&y=, /a?x=*&&*&y=*",
        "/a?, /a?"
    })
    void query_showsItsNamesAlone(String target, String logged) {
        assertThat(entry(target).request().target()).isEqualTo(logged);
    }

    private static AccessRecord entry(String target) {
        AccessRequest request = new AccessRequest("r", "t", "127.0.0.1", "http", "GET", "x", target, null);
        return new AccessRecord(request, Instant.EPOCH, 200, "served", null, "r-1", "i-1", 0, 5, 1.5, 2.5);
    }
}
