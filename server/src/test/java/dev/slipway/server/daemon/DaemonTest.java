package dev.slipway.server.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon as a process of its own, called by the script that {@code ./slipway} calls it by. */
@Tag("slow")
@Timeout(120)
class DaemonTest {

    private static final String WORKFLOW = """
            name: Build
            on: push
            jobs:
              it:
                runs-on: ubuntu-latest
                steps:
                  - run: echo "in $(pwd | sed 's/.*work/work/') as $LANG"
                  - run: echo waits; exec sleep 60
                    if: vars.WAITS == 'yes'
            """;

    @TempDir
    private Path folder;

    private Path project;
    private Path door;
    private Process daemon;

    @BeforeEach
    void daemonIsStarted() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")) && Files.isReadable(Path.of("/proc/self/environ")));
        project = Files.createDirectories(folder.resolve("shop"));
        Files.createDirectories(project.resolve(".github/workflows"));
        Files.writeString(project.resolve(".github/workflows/build.yml"), WORKFLOW);
        Files.writeString(project.resolve("waits.env"), "WAITS=yes\n");
        Path root = Files.createDirectories(folder.resolve("slipway"));
        door = Files.createDirectories(root.resolve("target")).resolve("daemon");
        Files.copy(
                Path.of("../bin/call").toRealPath(),
                Files.createDirectories(root.resolve("bin")).resolve("call"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Path script =
                Files.writeString(root.resolve("slipway"), "#!/bin/sh\necho \"by itself, $SLIPWAY_DAEMON: $*\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        daemon = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dslipway.root=" + root,
                        Daemon.class.getName(),
                        "serve")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("daemon.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(door) || !daemon.isAlive());
    }

    @AfterEach
    void daemonEnds() throws Exception {
        Files.deleteIfExists(door);
        if (!daemon.waitFor(30, TimeUnit.SECONDS)) {
            daemon.destroyForcibly().waitFor();
        }
    }

    private Process call(Map<String, String> variables, String... words) throws IOException {
        ProcessBuilder command = new ProcessBuilder("/bin/bash", script().toString(), door.toString());
        command.command().addAll(List.of(words));
        command.environment().putAll(variables);
        return command.directory(project.toFile()).redirectErrorStream(true).start();
    }

    private Path script() {
        return folder.resolve("slipway/bin/call");
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void run_isPerformedInTheFolderOfItsCaller_andEndsWithItsCode() throws Exception {
        Process good = call(Map.of(), "run");
        assertThat(said(good)).contains("in work/shop").contains("✓ Build: success");
        assertThat(good.waitFor()).isZero();

        Process wrong = call(Map.of(), "run", "no such", "--json");
        assertThat(said(wrong)).contains("there is no workflow 'no such' here");
        assertThat(wrong.waitFor()).isEqualTo(66);
    }

    @Test
    void lint_tellsWhatIsThere_callAfterCall() throws Exception {
        assertThat(said(call(Map.of(), "lint", "--json"))).isEqualTo("[]\n");

        Files.writeString(project.resolve(".github/workflows/wrong.yml"), "on: push\njobs: {it: {steps: []}}\n");

        assertThat(said(call(Map.of(), "lint"))).contains("wrong.yml:2");
    }

    @Test
    void everyCall_isTaken_alsoWhileItsShellStillSpeaks() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(said(call(Map.of(), "lint", "--json"))).as("call %s", i).isEqualTo("[]\n");
        }
    }

    @Test
    void outputInFiles_followsWhatIsThere() throws Exception {
        Path out = folder.resolve("out");
        Process shell = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        "exec > \"$1\" 2>&1; echo before; /bin/bash \"$2\" \"$3\" lint --json; echo \"after $?\"",
                        "x",
                        out.toString(),
                        script().toString(),
                        door.toString())
                .directory(project.toFile())
                .start();
        assertThat(shell.waitFor()).isZero();
        assertThat(out).hasContent("before\n[]\nafter 0\n");
    }

    @Test
    void interruptedCaller_hasItsRunCancelled() throws Exception {
        Process caller = call(Map.of(), "run", "--var-file", "waits.env");
        awaitStep(caller);

        caller.toHandle().destroy();

        assertThat(said(caller)).contains("The operation was canceled.").contains("■ Build: cancelled");
        assertThat(caller.waitFor()).isEqualTo(130);
    }

    @Test
    void killedCaller_takesItsRunWithIt() throws Exception {
        Process caller = call(Map.of(), "run", "--var-file", "waits.env");
        awaitStep(caller);
        List<ProcessHandle> steps = daemon.descendants().toList();
        assertThat(steps).isNotEmpty();

        caller.toHandle().destroyForcibly();

        await().atMost(Duration.ofSeconds(30)).until(() -> steps.stream().noneMatch(ProcessHandle::isAlive));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> said(call(Map.of(), "lint", "--json")).equals("[]\n"));
    }

    @Test
    void callMeanwhile_orOfOtherSurroundings_orToWatch_isPerformedByItself() throws Exception {
        assertThat(said(call(Map.of("TZ", "Asia/Tokyo"), "lint", "a b"))).isEqualTo("by itself, start: lint a b\n");
        assertThat(said(call(Map.of(), "run", "--watch"))).isEqualTo("by itself, off: run --watch\n");

        Process first = call(Map.of(), "run", "--var-file", "waits.env");
        awaitStep(first);
        assertThat(said(call(Map.of(), "lint"))).isEqualTo("by itself, off: lint\n");
        first.toHandle().destroy();
        assertThat(first.waitFor()).isEqualTo(130);
    }

    @Test
    void deadDaemon_isNotWaitedFor() throws Exception {
        daemon.destroyForcibly().waitFor();

        assertThat(said(call(Map.of(), "lint"))).isEqualTo("by itself, start: lint\n");
    }

    @Test
    void daemonThatDies_isTold() throws Exception {
        Process caller = call(Map.of(), "run", "--var-file", "waits.env");
        awaitStep(caller);
        List<ProcessHandle> steps = daemon.descendants().toList();

        daemon.destroyForcibly().waitFor();

        assertThat(said(caller)).contains("error: the daemon ended while it worked");
        assertThat(caller.waitFor()).isEqualTo(70);
        steps.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void callThatTheDaemonCannotServe_isPerformedByItself() throws Exception {
        Process shell = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        "exec 3> \"$1\"; printf '%s %s %s %s\\n' $(cut -d' ' -f1 \"$4\") no-word no-word $$ > \"$3\";"
                                + " exec /bin/bash \"$2\" \"$3\" lint",
                        "x",
                        folder.resolve("out").toString(),
                        script().toString(),
                        folder.resolve("another door").toString(),
                        door.toString())
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(said(shell)).isEqualTo("by itself, off: lint\n");
    }

    @Test
    void whoDoesNotKnowTheWord_getsNoAnswer_andTheFileIsItsUsersAlone() throws Exception {
        Door open = Door.read(door).orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(door)))
                .isEqualTo("rw-------");
        assertThat(open.toString()).doesNotContain(open.ask()).doesNotContain(open.answer());
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), open.port())) {
            stranger.getOutputStream()
                    .write(("0".repeat(32) + " " + ProcessHandle.current().pid() + " 1 2 0\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(stranger.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void daemon_endsWhenItsDoorIsGone_orAnothers() throws Exception {
        Files.writeString(door, "1 a b 1\n");
        Files.move(Files.copy(door, door.resolveSibling("other")), door, StandardCopyOption.ATOMIC_MOVE);

        assertThat(daemon.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(daemon.exitValue()).isZero();
        assertThat(door).exists();
    }

    @RepeatedTest(3)
    void daemonWhoseDoorIsGone_tellsTheEndOfItsLastCall() throws Exception {
        Process caller = call(Map.of(), "run", "--var-file", "waits.env");
        awaitStep(caller);
        Files.delete(door);

        caller.toHandle().destroy();

        assertThat(said(caller)).contains("■ Build: cancelled").doesNotContain("error: the daemon");
        assertThat(caller.waitFor()).isEqualTo(130);
        assertThat(daemon.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitStep(Process caller) throws IOException {
        StringBuilder said = new StringBuilder();
        while (said.indexOf("| waits\n") < 0) {
            int next = caller.getInputStream().read();
            assertThat(next).as(said.toString()).isNotNegative();
            said.append((char) next);
        }
    }
}
