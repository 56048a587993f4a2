package dev.slipway.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.process.ProcessTable.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a process started is found again, and nothing else. */
class ProcessTreeTest {

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : started) {
            ProcessTree.end(process.toHandle(), Duration.ZERO);
        }
    }

    private Process start(String script) throws IOException {
        Process process = ProcessTree.start(new ProcessBuilder("/bin/sh", "-c", script));
        started.add(process);
        return process;
    }

    private static long pid(Process process) throws IOException {
        BufferedReader lines = process.inputReader();
        return Long.parseLong(lines.readLine());
    }

    private static List<Long> members(Process... leaders) {
        return ProcessTree.members(
                        List.of(leaders).stream().map(Process::toHandle).toList())
                .stream()
                .map(ProcessHandle::pid)
                .toList();
    }

    @Test
    void childWhoseParentHasEnded_isFoundByItsSession() throws Exception {
        Process leader = start("sleep 600 >/dev/null 2>&1 & echo $!");
        long child = pid(leader);
        leader.waitFor();

        assertThat(members(leader)).containsExactly(child);
    }

    @Test
    void childThatLeftTheSession_isFoundByItsParent() throws Exception {
        Process leader = start("setsid sh -c 'echo $$; exec sleep 600' & wait");
        long child = pid(leader);

        assertThat(members(leader)).contains(leader.pid(), child);
    }

    @Test
    void severalTrees_areFoundAtOnce_andNothingElse() throws Exception {
        Process one = start("sleep 600 & echo $!; wait");
        Process other = start("sleep 600 & echo $!; wait");
        Process stranger = start("exec sleep 600");
        long ofOne = pid(one);
        long ofOther = pid(other);

        assertThat(members(one, other))
                .containsExactlyInAnyOrder(one.pid(), ofOne, other.pid(), ofOther)
                .doesNotContain(stranger.pid());
    }

    @Test
    void processThatEnded_doesNotRun() throws Exception {
        Process process = start("exec sleep 600");
        assertThat(ProcessTree.running(process.toHandle())).isTrue();

        process.destroyForcibly();
        await().until(() -> !ProcessTree.running(process.toHandle()));
        assertThat(members(process)).isEmpty();
    }

    @Test
    void grandchildren_areBelow_alsoThoseOfOrphansOfTheSessionOrTheGroup() {
        ProcessTable table = new ProcessTable(Map.of(
                1L, new Entry('S', 0, 1, 1, 0),
                10L, new Entry('S', 1, 10, 10, 5),
                11L, new Entry('S', 10, 10, 10, 6),
                12L, new Entry('S', 11, 12, 12, 7),
                20L, new Entry('S', 1, 20, 10, 8),
                21L, new Entry('S', 20, 21, 21, 9),
                22L, new Entry('S', 1, 11, 22, 9),
                30L, new Entry('S', 1, 30, 30, 9)));

        assertThat(table.below(Set.of(10L))).containsExactlyInAnyOrder(10L, 11L, 12L, 20L, 21L);
        assertThat(table.below(Set.of(11L))).containsExactlyInAnyOrder(11L, 12L, 22L);
        assertThat(table.below(Set.of(99L))).isEmpty();
    }
}
