package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.server.git.Push;
import dev.slipway.server.git.PushState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushReplayTest {

    @TempDir
    Path folder;

    @Test
    void killedServer_losesNoPushAndHandlesItOnce() throws Exception {
        Path home = folder.resolve("home");
        GitClient git = GitClient.init(folder.resolve("work"));
        String commit = git.commit("a.txt", "1\n");
        Process process = startSilentServer(home);
        try {
            int port = port(process);
            git.ok("push", "http://mia:pw@127.0.0.1:" + port + "/git/shop.git", "main");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

        try (House house = House.open(home)) {
            await().until(() -> !house.listening.pushes.isEmpty());
            assertThat(house.listening.pushes).singleElement().satisfies(push -> {
                assertThat(push.project()).isEqualTo("shop");
                assertThat(push.after()).isEqualTo(commit);
            });
            await().until(() ->
                    house.foundation.journal().in(PushState.RECEIVED).isEmpty());
        }
        try (House again = House.open(home)) {
            git.commit("a.txt", "2\n");
            git.ok("push", again.url("mia:pw", "shop"), "main");
            await().until(() -> !again.listening.pushes.isEmpty());
            assertThat(again.listening.pushes).extracting(Push::before).containsExactly(commit);
        }
    }

    private static Process startSilentServer(Path home) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        SilentServer.class.getName(),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int port(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("port ")) {
                return Integer.parseInt(line.substring(5));
            }
        }
        throw new AssertionError("the server ended before it listened");
    }
}
