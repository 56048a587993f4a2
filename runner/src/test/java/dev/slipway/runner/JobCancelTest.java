package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.kernel.process.ProcessTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCancelTest {

    /** A step that runs after a cancel too, and hears no signal but KILL. */
    private static final String DEAF = """
            - if: always()
              run: |
                trap '' INT TERM
                echo ready $$
                while true; do sleep 0.1; done
            """;

    @TempDir
    Path folder;

    @Test
    void cancel_interruptsTheStep_andRunsThoseThatAskForIt() throws Exception {
        JobBench bench = new JobBench(folder);
        CompletableFuture<JobOutcome> outcome = bench.inBackground("""
                - run: |
                    trap 'echo got INT; exit 0' INT
                    echo ready
                    while true; do sleep 0.1; done
                - run: echo never
                - if: cancelled()
                  run: echo tidying
                """);
        await().until(() -> bench.log().contains("\nready"));
        bench.cancel.cancel("ann asked");
        assertThat(outcome.get(60, TimeUnit.SECONDS).steps())
                .extracting(StepResult::conclusion)
                .containsExactly(Conclusion.CANCELLED, Conclusion.SKIPPED, Conclusion.SUCCESS);
        assertThat(outcome.get().conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(bench.log()).contains("got INT", "tidying", "ann asked");
    }

    @Test
    void cancel_leavesAStepAlone_thatAlwaysRuns() throws Exception {
        JobBench bench = new JobBench(folder);
        CompletableFuture<JobOutcome> outcome = bench.inBackground("""
                - if: always()
                  run: |
                    echo ready
                    while [ ! -e "$RUNNER_TEMP/../go" ]; do sleep 0.05; done
                    echo finished
                """);
        await().until(() -> bench.log().contains("\nready"));
        bench.cancel.cancel("ann asked");
        Path job = jobFolder();
        java.nio.file.Files.writeString(job.resolve("go"), "");
        assertThat(outcome.get(60, TimeUnit.SECONDS).steps())
                .extracting(StepResult::conclusion)
                .containsExactly(Conclusion.SUCCESS);
        assertThat(bench.log()).contains("finished");
    }

    @Test
    void force_killsEvenWhatIgnoresSignals() throws Exception {
        JobBench bench = new JobBench(folder);
        CompletableFuture<JobOutcome> outcome = bench.inBackground(DEAF);
        await().until(() -> bench.log().contains("\nready"));
        long pid = pidAfter(bench, "ready ");
        bench.cancel.force("no time");
        outcome.get(60, TimeUnit.SECONDS);
        assertThat(alive(pid)).isFalse();
    }

    @Test
    void cancelTimeout_isHowLongStepsMayGoOn() throws Exception {
        JobBench bench = new JobBench(folder);
        CompletableFuture<JobOutcome> outcome = JobBench.inBackground(
                () -> bench.job("runs-on: ubuntu-latest\ncancel-timeout-minutes: 0.01\nsteps:\n" + DEAF.indent(2)));
        await().until(() -> bench.log().contains("\nready"));
        long pid = pidAfter(bench, "ready ");
        bench.cancel.cancel("ann asked");
        outcome.get(60, TimeUnit.SECONDS);
        assertThat(alive(pid)).isFalse();
    }

    @Test
    void daemonsThatLeaveTheirSession_dieWithTheJob() throws Exception {
        JobBench bench = new JobBench(folder);
        bench.steps("""
                - run: |
                    setsid sh -c 'echo daemon $$; touch begun; exec sleep 600' &
                    until [ -e begun ]; do sleep 0.05; done
                """);
        long pid = pidAfter(bench, "daemon ");
        await().atMost(Duration.ofSeconds(5)).until(() -> !alive(pid));
        assertThat(bench.log()).contains("that the job had left running");
    }

    private Path jobFolder() throws java.io.IOException {
        try (var jobs = java.nio.file.Files.list(folder.resolve("jobs"))) {
            return jobs.filter(path -> !path.endsWith("_tool")).findFirst().orElseThrow();
        }
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessTree::running).isPresent();
    }

    private static long pidAfter(JobBench bench, String word) {
        return bench.lines.stream()
                .filter(line -> line.text().matches(word + "\\d+"))
                .mapToLong(line -> Long.parseLong(line.text().substring(word.length())))
                .findFirst()
                .orElseThrow();
    }
}
