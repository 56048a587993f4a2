package dev.slipway.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void announcement_isFoundWhenItsFileIsMovedIn() throws Exception {
        Process process = start("read line; echo ready > .new; mv .new ready; read line");
        process.outputWriter().append("go\n").flush();

        Optional<String> found = Readiness.await(process, folder, LONG, this::look);

        assertThat(found).contains("ready");
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly().waitFor();
    }

    @Test
    void announcementThatIsThere_isFoundAtOnce() throws Exception {
        Files.writeString(folder.resolve("ready"), "before\n");
        Process process = start("read line");

        assertThat(Readiness.await(process, folder, LONG, this::look)).contains("before");
        process.destroyForcibly().waitFor();
    }

    @Test
    void endOfTheProcess_endsTheWait() throws Exception {
        assertThat(Readiness.await(start("exit 3"), folder, LONG, this::look)).isEmpty();
    }

    @Test
    void timeOver_endsTheWait() throws Exception {
        Process process = start("read line");

        assertThat(Readiness.await(process, folder, Duration.ofMillis(50), this::look))
                .isEmpty();
        process.destroyForcibly().waitFor();
    }

    private Process start(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).directory(folder.toFile()).start();
    }

    private Optional<String> look() throws IOException {
        Path file = folder.resolve("ready");
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }
}
