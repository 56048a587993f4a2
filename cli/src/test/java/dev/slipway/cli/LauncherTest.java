package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of the script {@code slipway}, in a folder where {@code mvnw} only notes that it was called. */
class LauncherTest {

    private static final Path ROOT =
            Path.of(System.getProperty("slipway.root", "..")).toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @BeforeEach
    void aFreshClone() throws IOException {
        Files.createDirectory(folder.resolve("bin"));
        for (String script : List.of("slipway", "bin/find-java")) {
            Files.copy(ROOT.resolve(script), folder.resolve(script));
        }
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
    }

    @Test
    @Timeout(60)
    void twoCommandsAtOnce_buildOnce() throws Exception {
        Assumptions.assumeTrue(has("flock"), "no flock on this machine, so builds do not wait for each other");
        Path gate = gate();
        maven("echo built >> notes", "read -r line < " + gate.getFileName());

        Process first = slipway();
        String building = awaited(first, "Building Slipway");
        Process second = slipway();
        String waiting = awaited(second, "waiting for it");
        Files.writeString(gate, "go on\n");
        ended(first);
        ended(second);

        assertThat(building).contains("target/build.log");
        assertThat(waiting).startsWith("Another command builds Slipway here");
        assertThat(folder.resolve("notes")).hasContent("built");
    }

    @Test
    @Timeout(60)
    void buildThatFails_saysWhy_andIsTriedAgain() throws Exception {
        maven("echo built >> notes", "echo '[ERROR] there is no compiler'", "exit 1");

        Process first = slipway();
        List<String> said = ended(first);
        ended(slipway());

        assertThat(first.exitValue()).isEqualTo(70);
        assertThat(said)
                .contains("[ERROR] there is no compiler")
                .anyMatch(line -> line.startsWith("The build failed."));
        assertThat(folder.resolve("notes")).hasContent("built\nbuilt");
    }

    private static boolean has(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program)
                        .redirectErrorStream(true)
                        .start()
                        .waitFor()
                == 0;
    }

    /** What reads from it waits until somebody has written to it. */
    private Path gate() throws Exception {
        Path gate = folder.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
        return gate;
    }

    private void maven(String... lines) throws IOException {
        Path program = folder.resolve("mvnw");
        Files.writeString(program, "#!/bin/sh\ncd " + folder + "\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private Process slipway() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(folder.resolve("slipway").toString(), "version").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("SLIPWAY_NO_BUILD");
        return builder.start();
    }

    private static String awaited(Process process, String words) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.contains(words)) {
            line = output.readLine();
        }
        assertThat(line).as("a line with '%s'", words).isNotNull();
        return line;
    }

    private static List<String> ended(Process process) throws Exception {
        List<String> lines = new ArrayList<>();
        process.inputReader(StandardCharsets.UTF_8).lines().forEach(lines::add);
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        return lines;
    }
}
