package dev.slipway.runner.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JobShellTest {

    private static final Map<String, String> BASE =
            Map.of("PATH", "/usr/bin:/bin", "KEPT", "as before", "CHANGED", "old", "GONE", "secret");

    /** Prints what a program was given, each variable ended by a zero. */
    private static final List<String> ENV = List.of("/usr/bin/env", "-0");

    @TempDir
    private Path folder;

    private Optional<JobShell> opened = Optional.empty();

    @AfterEach
    void endShell() {
        opened.ifPresent(JobShell::close);
    }

    @Test
    void program_hasItsVariablesItsFolderAndNothingElse() throws Exception {
        JobShell shell = shell(List.of());

        String said = said(begin(
                shell,
                Map.of("PATH", "/usr/bin:/bin", "KEPT", "as before", "CHANGED", "'$(id)' \\ `x`\t\nmore", "NEW", ""),
                ENV));

        assertThat(said.split("\0"))
                .filteredOn(line -> !line.startsWith("_=") && !line.startsWith("SHLVL="))
                .containsExactlyInAnyOrder(
                        "PATH=/usr/bin:/bin",
                        "KEPT=as before",
                        "CHANGED='$(id)' \\ `x`\t\nmore",
                        "NEW=",
                        "PWD=" + folder.toRealPath());
    }

    @Test
    void variablesOfOneProgram_areNoneOfTheNext() throws Exception {
        JobShell shell = shell(List.of());
        said(begin(shell, Map.of("PATH", "/usr/bin:/bin", "OWN", "x"), ENV));

        assertThat(said(begin(shell, BASE, ENV)).split("\0"))
                .contains("KEPT=as before", "GONE=secret")
                .doesNotContain("OWN=x");
    }

    @Test
    void variablesThatSteerShells_reachTheProgram_notTheShell() throws Exception {
        Path profile = Files.writeString(folder.resolve("profile"), "echo steered > " + folder.resolve("trace"));
        Map<String, String> steering = new HashMap<>(BASE);
        steering.putAll(Map.of("BASH_ENV", profile.toString(), "IFS", "/", "TMOUT", "1", "POSIXLY_CORRECT", "y"));
        opened = JobShell.start(List.of(), Files.createDirectories(folder.resolve("shell")), steering);

        String said = said(begin(opened.orElseThrow(), steering, ENV));

        assertThat(said.split("\0")).contains("BASH_ENV=" + profile, "IFS=/", "TMOUT=1", "POSIXLY_CORRECT=y");
        assertThat(folder.resolve("trace")).doesNotExist();
    }

    @Test
    void program_hasItsWordsAsTheyAre_noInput_andItsOwnExitCode() throws Exception {
        Process program = begin(
                shell(List.of()),
                BASE,
                List.of("/bin/sh", "-c", "printf '[%s]' \"$@\"; cat; exit 7", "x", "a  b", "", "*", "-n"));

        assertThat(said(program)).isEqualTo("[a  b][][*][-n]");
        assertThat(program.waitFor()).isEqualTo(7);
        assertThat(program.exitValue()).isEqualTo(7);
    }

    @Test
    void shell_isAllOfItsJob_onlyWhileNoProgramRuns() throws Exception {
        JobShell shell = shell(List.of());
        await().until(() -> shell.isAllOf(pids(shell)));

        Process program = begin(shell, BASE, List.of("/bin/sh", "-c", "sleep 60 > /dev/null 2>&1 & echo $!"));
        long left = Long.parseLong(said(program).strip());
        assertThat(program.waitFor()).isZero();

        await().until(() -> shell.isAllOf(Set.of(shell.process().pid())));
        assertThat(shell.isAllOf(Set.of(shell.process().pid(), left))).isFalse();
        ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static Set<Long> pids(JobShell shell) {
        return Stream.concat(
                        Stream.of(shell.process().toHandle()), shell.process().children())
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    @Test
    void programThatASignalEnds_hasTheCodeThatShellsGiveIt() throws Exception {
        Process program = begin(shell(List.of()), BASE, List.of("/bin/sh", "-c", "kill -TERM $$"));

        assertThat(said(program)).isEmpty();
        assertThat(program.waitFor()).isEqualTo(128 + 15);
    }

    @Test
    void program_isInTheGroups() throws Exception {
        Path door = folder.resolve("cgroup.procs");

        Process program = begin(shell(List.of(door.toString())), BASE, List.of("/bin/cat", door.toString()));

        assertThat(said(program)).isEqualTo("0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INPUT_DRY-RUN", "UID", "RANDOM", "BASHOPTS", "A.B", "slipway_pipe"})
    void variableThatNoShellSets_isNoOrder_andTheNextProgramIs(String name) throws Exception {
        JobShell shell = shell(List.of());

        assertThat(shell.begin(command(Map.of(name, "1"), ENV))).isEmpty();
        assertThat(said(begin(shell, BASE, List.of("/bin/echo", "next")))).isEqualTo("next\n");
    }

    @Test
    void missingFolder_isToldByTheProgramsOutput() throws Exception {
        ProcessBuilder command =
                command(BASE, ENV).directory(folder.resolve("none").toFile());

        Process program = shell(List.of()).begin(command).orElseThrow();

        assertThat(said(program)).contains("none: No such file or directory");
        assertThat(program.waitFor()).isEqualTo(125);
    }

    @Test
    void secondProgramBesideTheFirst_isNoneOfTheShells() throws Exception {
        JobShell shell = shell(List.of());
        Process first = begin(shell, BASE, List.of("/bin/sh", "-c", "echo up; exec sleep 600"));
        assertThat(first.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("up");

        assertThat(shell.begin(command(BASE, ENV))).isEmpty();
        ProcessTree.end(first.toHandle(), Duration.ZERO);
        first.waitFor();
        assertThat(said(begin(shell, BASE, List.of("/bin/echo", "after")))).isEqualTo("after\n");
    }

    @Test
    void orphansOfAProgram_areOfItsTree_andTheShellIsNot() throws Exception {
        JobShell shell = shell(List.of());
        Process program = begin(shell, BASE, List.of("/bin/sh", "-c", "(sleep 600 & echo $!); exec sleep 600"));
        long orphan = Long.parseLong(program.inputReader(StandardCharsets.UTF_8).readLine());

        await().untilAsserted(() -> assertThat(ProcessTree.members(program.toHandle()))
                .extracting(ProcessHandle::pid)
                .containsExactlyInAnyOrder(program.pid(), orphan));
        ProcessTree.end(program.toHandle(), Duration.ZERO);
        assertThat(program.waitFor()).isEqualTo(128 + 15);
        assertThat(shell.process().isAlive()).isTrue();
    }

    @Test
    void programThatEndsItsWholeGroup_leavesTheShell() throws Exception {
        JobShell shell = shell(List.of());
        said(begin(shell, BASE, List.of("/bin/sh", "-c", "kill 0")));

        assertThat(said(begin(shell, BASE, List.of("/bin/echo", "next")))).isEqualTo("next\n");
    }

    @Test
    void programThatWasStopped_hasNotEnded() throws Exception {
        JobShell shell = shell(List.of());
        Process program = begin(shell, BASE, List.of("/bin/sh", "-c", "kill -STOP $$; echo went on"));
        CompletableFuture<String> reading = read(program);
        await().until(() -> state(program.pid()).equals("T"));

        assertThat(program.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        new ProcessBuilder("kill", "-CONT", Long.toString(program.pid()))
                .start()
                .waitFor();
        assertThat(reading.get()).isEqualTo("went on\n");
        assertThat(program.waitFor()).isZero();
    }

    @Test
    void whatAProgramLeftRunning_doesNotWriteIntoTheNextOnesOutput() throws Exception {
        JobShell shell = shell(List.of());
        String wait = "until [ -e %s ]; do sleep 0.01; done; ";
        Path go = folder.resolve("go");
        Path end = folder.resolve("end");
        Process first = begin(shell, BASE, List.of("/bin/sh", "-c", "(" + wait.formatted(go) + "echo late) &"));
        CompletableFuture<String> late = read(first);
        first.waitFor();

        Process second = begin(shell, BASE, List.of("/bin/sh", "-c", "touch " + go + "; " + wait.formatted(end)));
        CompletableFuture<String> later = read(second);
        assertThat(late.get()).isEqualTo("late\n");
        Files.createFile(end);
        assertThat(later.get()).isEmpty();
    }

    @Test
    void whoseEveryOutputIsHeld_takesNoOrderUntilOneIsFree() throws Exception {
        JobShell shell = shell(List.of());
        Path end = folder.resolve("end");
        String leaving = "(until [ -e " + end + " ]; do sleep 0.01; done) &";
        List<CompletableFuture<String>> held = new ArrayList<>();
        for (int program = 0; program < 4; program++) {
            Process leaver = begin(shell, BASE, List.of("/bin/sh", "-c", leaving));
            held.add(read(leaver));
            leaver.waitFor();
        }

        assertThat(shell.begin(command(BASE, ENV))).isEmpty();
        Files.createFile(end);
        CompletableFuture.allOf(held.toArray(CompletableFuture[]::new)).join();
        assertThat(said(begin(shell, BASE, List.of("/bin/echo", "free")))).isEqualTo("free\n");
    }

    @Test
    void forkThatWasEndedBeforeItsOrder_isReplaced() throws Exception {
        JobShell shell = shell(List.of());
        await().until(() -> shell.isAllOf(pids(shell)));
        ProcessHandle fork = shell.process().children().findFirst().orElseThrow();
        fork.destroyForcibly();
        await().until(() -> shell.process().children().anyMatch(next -> next.pid() != fork.pid()));

        assertThat(said(begin(shell, BASE, List.of("/bin/echo", "next")))).isEqualTo("next\n");
    }

    @RepeatedTest(10)
    void programEndedAsItBegins_leavesNothingOfItsOrderToTheNext() throws Exception {
        JobShell shell = shell(List.of());
        Process program = begin(shell, BASE, List.of("/bin/sleep", "600"));
        CompletableFuture<String> reading = read(program);

        JobProcesses.of("cut").interrupt(program, CompletableFuture.completedFuture(null));

        assertThat(reading.get()).isEmpty();
        assertThat(said(begin(shell, BASE, List.of("/bin/echo", "next")))).isEqualTo("next\n");
    }

    @Test
    void shellThatWasKilled_takesItsProgramWithIt_andNoMoreOrders() throws Exception {
        JobShell shell = shell(List.of());
        Process program = begin(shell, BASE, List.of("/bin/sleep", "600"));
        shell.process().destroyForcibly();

        assertThat(said(program)).isEmpty();
        assertThat(program.waitFor()).isEqualTo(137);
        await().until(() -> !ProcessTree.running(program.toHandle()));
        assertThat(shell.begin(command(BASE, ENV))).isEmpty();
    }

    @Test
    void shellThatNamesNoProcess_isBelievedNoMore() throws Exception {
        JobShell shell = shell(List.of());
        said(begin(
                shell, BASE, List.of("/bin/sh", "-c", "echo 0 > /proc/$PPID/fd/1; echo 4194305 > /proc/$PPID/fd/1")));

        assertThat(shell.begin(command(BASE, ENV))).isEmpty();
        assertThat(shell.process().waitFor()).isEqualTo(128 + 9);
    }

    @Test
    void shellWhoseAnswersAreForged_isBelievedNoMore() throws Exception {
        JobShell shell = shell(List.of());
        Process forger = begin(shell, BASE, List.of("/bin/sh", "-c", "echo none > /proc/$PPID/fd/1; exec sleep 600"));

        assertThat(said(forger)).isEmpty();
        assertThat(forger.waitFor()).isEqualTo(137);
        assertThat(shell.begin(command(BASE, ENV))).isEmpty();
    }

    @Test
    void programThatStopsItsShell_canBeEnded() throws Exception {
        JobShell shell = shell(List.of());
        Process program = begin(shell, BASE, List.of("/bin/sh", "-c", "kill -STOP $PPID; exec sleep 600"));
        CompletableFuture<String> reading = read(program);
        await().until(() -> state(shell.process().pid()).equals("T"));

        JobProcesses.of("stopped").interrupt(program, CompletableFuture.completedFuture(null));

        assertThat(program.waitFor()).isEqualTo(137);
        assertThat(reading.get()).isEmpty();
        assertThat(shell.begin(command(BASE, ENV))).isEmpty();
    }

    @Test
    void shellThatWasStopped_takesNoOrder_andIsNotWaitedForForEver() throws Exception {
        JobShell shell = shell(List.of());
        new ProcessBuilder("kill", "-STOP", Long.toString(shell.process().pid()))
                .start()
                .waitFor();
        await().until(() -> state(shell.process().pid()).equals("T"));

        assertThat(shell.begin(command(BASE, ENV))).isEmpty();
        assertThat(shell.process().waitFor()).isEqualTo(128 + 9);
    }

    private JobShell shell(List<String> doors) throws IOException {
        opened = JobShell.start(doors, Files.createDirectories(folder.resolve("shell")), BASE);
        return opened.orElseThrow();
    }

    private Process begin(JobShell shell, Map<String, String> environment, List<String> argv) throws IOException {
        return shell.begin(command(environment, argv)).orElseThrow();
    }

    private ProcessBuilder command(Map<String, String> environment, List<String> argv) {
        ProcessBuilder command =
                new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true);
        command.environment().clear();
        command.environment().putAll(environment);
        return command;
    }

    private static String state(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[0];
    }

    /** In a thread of the machine, which a pipe holds. */
    private static CompletableFuture<String> read(Process program) {
        CompletableFuture<String> read = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                read.complete(said(program));
            } catch (IOException e) {
                read.completeExceptionally(e);
            }
        });
        return read;
    }

    /** All of its output; it has ended after that. */
    private static String said(Process program) throws IOException {
        try (InputStream output = program.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            program.onExit().join();
            return said;
        }
    }
}
