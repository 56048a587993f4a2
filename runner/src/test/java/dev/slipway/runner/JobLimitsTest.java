package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.runner.host.JobLimits;
import dev.slipway.runner.host.JobProcesses;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What control groups hold a job to, on hosts that have them. */
class JobLimitsTest {

    private static final JobLimits LITTLE_MEMORY = new JobLimits(OptionalLong.of(96L << 20), OptionalLong.empty());
    private static final JobLimits FEW_PROCESSES = new JobLimits(OptionalLong.empty(), OptionalLong.of(20));

    @TempDir
    Path folder;

    private static void assumeHeld(JobLimits limits) throws InterruptedException {
        JobProcesses probe = JobProcesses.of("probe-" + System.nanoTime(), limits);
        String unlimited = probe.unlimited();
        probe.killAll();
        assumeTrue(unlimited.isEmpty(), () -> "this host cannot limit " + unlimited);
    }

    @Test
    void jobThatUsesTooMuchMemory_isKilledAndSaysSo() throws Exception {
        assumeHeld(LITTLE_MEMORY);
        JobBench bench = new JobBench(folder).limiting(LITTLE_MEMORY);

        JobOutcome outcome = bench.steps("""
                - run: head -c 400000000 /dev/zero | tail -c 300000000 > /dev/null
                  shell: bash
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("used more memory than the 96 MiB that --job-memory allows");
    }

    @Test
    void jobThatForksWithoutEnd_runsIntoItsLimit() throws Exception {
        assumeHeld(FEW_PROCESSES);
        JobBench bench = new JobBench(folder).limiting(FEW_PROCESSES);

        JobOutcome outcome = bench.steps("""
                - shell: sh
                  run: |
                    for i in $(seq 60); do sleep 600 & done
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("Ended ").containsPattern("(?i)fork");
    }

    @Test
    void daemonWithoutSessionParentAndMark_isInTheGroupAndDies() throws Exception {
        JobProcesses job = JobProcesses.of("daemon-" + System.nanoTime(), FEW_PROCESSES);
        assumeTrue(job.unlimited().isEmpty(), "this host has no control groups for us");
        Process step =
                job.start(new ProcessBuilder("sh", "-c", "setsid env -i sleep 600 </dev/null >/dev/null 2>&1 &"));
        assertThat(step.waitFor(60, TimeUnit.SECONDS)).isTrue();

        List<ProcessHandle> left = job.alive();
        assertThat(left).hasSize(1);
        assertThat(job.killAll()).isEqualTo(1);

        assertThat(left.getFirst().onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
        assertThat(job.alive()).isEmpty();
    }
}
