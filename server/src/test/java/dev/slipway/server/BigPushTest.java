package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes of 200 MB that no compression makes smaller, to a server whose whole memory would not hold them. */
@Tag("slow")
class BigPushTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final String HEAP = "-Xmx96m";

    @TempDir
    Path folder;

    @Test
    void pushOf200Megabytes_isTakenInAFlatMemory() throws Exception {
        GitClient git = GitClient.init(folder.resolve("work"));
        git.ok("config", "core.compression", "0");
        for (int i = 0; i < 10; i++) {
            noise(folder.resolve("work/part-" + i), 20, i);
        }
        git.commit("a.txt", "1\n");
        try (Running server = Running.start(folder.resolve("home"))) {
            git.ok("push", server.url(), "main");
            git.ok("clone", "-q", server.url(), folder.resolve("copy").toString());
        }
        assertThat(Files.mismatch(folder.resolve("work/part-9"), folder.resolve("copy/part-9")))
                .isEqualTo(-1);
    }

    @Test
    void fileThatMemoryCannotHold_isRefusedBeforeItIsTried() throws Exception {
        GitClient git = GitClient.init(folder.resolve("work"));
        noise(folder.resolve("work/big.bin"), 30, 1);
        git.commit("a.txt", "1\n");
        try (Running server = Running.start(folder.resolve("home"))) {
            GitClient.Outcome outcome = git.run("push", server.url(), "main");

            assertThat(outcome.exit()).isNotZero();
            assertThat(outcome.output()).contains("larger than the 2", "keep it outside of git");
            git.ok("rm", "-q", "--cached", "big.bin");
            Files.delete(folder.resolve("work/big.bin"));
            git.ok("commit", "-q", "--amend", "-m", "without it");
            git.ok("push", server.url(), "main");
        }
    }

    @Test
    void pushOverTheLimit_isRefusedWithTheLimitAndLeavesNothing() throws Exception {
        GitClient git = GitClient.init(folder.resolve("work"));
        noise(folder.resolve("work/big.bin"), 60, 1);
        git.commit("a.txt", "1\n");
        try (House house = House.open(folder.resolve("home"), "--max-pack=50m")) {
            GitClient.Outcome outcome = git.run("push", house.url("mia:pw", "shop"), "main");

            assertThat(outcome.exit()).isNotZero();
            assertThat(outcome.output()).contains("50 MiB", "--max-pack");
            assertThat(house.foundation.repositories().refs("shop")).isEmpty();
            assertThat(packs(house.home.repositories())).isEmpty();
        }
    }

    private static List<Path> packs(Path repositories) throws IOException {
        try (var files = Files.walk(repositories)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("/objects/"))
                    .toList();
        }
    }

    private static void noise(Path file, int mebibytes, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] block = new byte[MEBIBYTE];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }

    /** A server in a process of its own with little memory. */
    private record Running(Process process, int port) implements AutoCloseable {

        static Running start(Path home) throws IOException {
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            HEAP,
                            "-XX:MaxDirectMemorySize=32m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            classPath,
                            SilentServer.class.getName(),
                            home.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("port ")) {
                    return new Running(process, Integer.parseInt(line.substring(5)));
                }
            }
            throw new AssertionError("the server ended before it listened");
        }

        String url() {
            return "http://mia:pw@127.0.0.1:" + port + "/git/shop.git";
        }

        @Override
        public void close() throws InterruptedException {
            assertThat(process.isAlive()).as("the server is still there").isTrue();
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
