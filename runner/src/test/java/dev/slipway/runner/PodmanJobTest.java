package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.containers.Engine;
import dev.slipway.containers.TestEngine;
import dev.slipway.containers.TestPodman;
import dev.slipway.runner.container.JobLabels;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(180)
class PodmanJobTest {

    @TempDir
    static Path home;

    private static @Nullable TestPodman podman;

    @TempDir
    Path folder;

    private Engine engine;
    private JobBench bench;

    @BeforeAll
    static void start() throws Exception {
        podman = TestPodman.start(home);
    }

    @AfterAll
    static void end() throws Exception {
        if (podman != null) {
            podman.close();
        }
    }

    @BeforeEach
    void bench() throws Exception {
        engine = podman.connect();
        TestEngine.image(engine);
        bench = new JobBench(folder);
        bench.engines = podman.access();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(JobLabels.removeAll(engine, bench.id)).as("left of the job").isZero();
        bench.engines.close();
        engine.close();
    }

    private void ends(Conclusion conclusion, String text) throws Exception {
        JobOutcome outcome = bench.job("runs-on: ubuntu-latest\n" + text.replace("IMAGE", TestEngine.IMAGE));
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(conclusion);
    }

    @Test
    void jobAndService_findEachOther_andAnImageIsAStep() throws Exception {
        ends(Conclusion.SUCCESS, """
                container: IMAGE
                services:
                  web:
                    image: IMAGE
                    command: sh -c 'mkdir /www && echo served > /www/index.html && exec httpd -f -h /www'
                steps:
                  - run: |
                      until wget -qO- http://web/; do sleep 0.2; done
                      echo "made=of $MADE_OF" >> "$GITHUB_OUTPUT"
                    id: ask
                    timeout-minutes: 1
                  - uses: docker://IMAGE
                    with: {args: "echo a step ${{ steps.ask.outputs.made }}"}
                """);
        assertThat(bench.log()).contains("served", "a step of scratch");
    }

    @Test
    void stepThatFails_failsTheJob() throws Exception {
        ends(Conclusion.FAILURE, "container: IMAGE\nsteps:\n  - run: exit 3\n");
        assertThat(bench.log()).contains("exit code 3");
    }

    @Test
    void healthThatNobodyChecks_endsTheJobWithThatReason() throws Exception {
        assumeTrue(Files.notExists(Path.of("/run/systemd/system")), "systemd makes Podman's checks here");
        ends(Conclusion.FAILURE, """
                services:
                  web:
                    image: IMAGE
                    command: tail -f /dev/null
                    options: --health-cmd "true" --health-interval 1s
                steps:
                  - run: echo never
                """);
        assertThat(bench.log())
                .contains("the container engine has not checked the health of", "timers of systemd")
                .doesNotContain("\nnever");
    }
}
