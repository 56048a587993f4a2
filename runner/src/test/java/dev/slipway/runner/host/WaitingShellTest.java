package dev.slipway.runner.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingShellTest {

    private static final Map<String, String> BASE =
            Map.of("PATH", "/usr/bin:/bin", "KEPT", "as before", "CHANGED", "old", "GONE", "secret");

    /** Prints what a program was given, each variable on a line of its own. */
    private static final List<String> ENV = List.of("/usr/bin/env");

    @TempDir
    private Path folder;

    @Test
    void program_hasItsVariablesItsFolderAndNothingElse() throws Exception {
        WaitingShell shell = WaitingShell.start(List.of(), BASE).orElseThrow();

        Process process = shell.become(command(
                        Map.of("PATH", "/usr/bin:/bin", "KEPT", "as before", "CHANGED", "'$(id)' \\ `x`\t", "NEW", ""),
                        ENV))
                .orElseThrow();

        List<String> said =
                said(process).lines().filter(line -> !line.startsWith("_=")).toList();
        assertThat(said)
                .containsExactlyInAnyOrder(
                        "PATH=/usr/bin:/bin",
                        "KEPT=as before",
                        "CHANGED='$(id)' \\ `x`\t",
                        "NEW=",
                        "PWD=" + folder.toRealPath());
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void program_hasItsWordsAsTheyAre_andNoInput() throws Exception {
        WaitingShell shell = WaitingShell.start(List.of(), BASE).orElseThrow();

        Process process = shell.become(command(
                        BASE,
                        List.of("/bin/sh", "-c", "printf '[%s]' \"$@\"; cat; exit 7", "x", "a  b", "", "*", "-n")))
                .orElseThrow();

        assertThat(said(process)).isEqualTo("[a  b][][*][-n]");
        assertThat(process.waitFor()).isEqualTo(7);
    }

    @Test
    void program_isInTheGroup() throws Exception {
        Path door = folder.resolve("cgroup.procs");
        WaitingShell shell = WaitingShell.start(List.of(door.toString()), BASE).orElseThrow();

        Process process = shell.become(command(BASE, List.of("/bin/cat", door.toString())))
                .orElseThrow();

        assertThat(said(process)).isEqualTo("0\n");
    }

    @ParameterizedTest
    @CsvSource({"INPUT_DRY-RUN,true", "TEXT,'two\nlines'", "IFS,x", "UID,0"})
    void whatNoLineCanSay_isNoOrder_andTheShellEnds(String name, String value) throws Exception {
        WaitingShell shell = WaitingShell.start(List.of(), BASE).orElseThrow();

        Optional<Process> process = shell.become(command(Map.of(name, value), ENV));

        assertThat(process).isEmpty();
        assertThat(ProcessHandle.current().children().filter(WaitingShellTest::waits))
                .isEmpty();
    }

    @Test
    void variablesThatAShellLoses_letNoneGoAhead() throws IOException {
        assertThat(WaitingShell.start(List.of(), Map.of("INPUT_DRY-RUN", "true")))
                .isEmpty();
    }

    @Test
    void shellThatWasKilled_takesNoOrder() throws Exception {
        WaitingShell shell = WaitingShell.start(List.of(), BASE).orElseThrow();
        ProcessHandle killed = ProcessHandle.current()
                .children()
                .filter(WaitingShellTest::waits)
                .findFirst()
                .orElseThrow();
        killed.destroyForcibly();
        killed.onExit().join();

        assertThat(shell.become(command(BASE, ENV))).isEmpty();
    }

    /** By its first words: it may be on its way to become a shell yet. */
    private static boolean waits(ProcessHandle process) {
        return process.info()
                .arguments()
                .map(List::of)
                .filter(words -> words.contains("wait"))
                .isPresent();
    }

    private ProcessBuilder command(Map<String, String> environment, List<String> argv) throws IOException {
        ProcessBuilder command = new ProcessBuilder(argv)
                .directory(Files.createDirectories(folder).toFile())
                .redirectErrorStream(true);
        command.environment().clear();
        command.environment().putAll(environment);
        return command;
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
