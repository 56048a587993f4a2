package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.containers.Engine;
import dev.slipway.containers.NeedsEngine;
import dev.slipway.containers.TestEngine;
import dev.slipway.runner.container.JobLabels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsEngine
class ContainerJobTest {

    private static final String IMAGE = TestEngine.IMAGE;

    @TempDir
    Path folder;

    private final Map<String, String> files = new HashMap<>();
    private Engine engine;
    private JobBench bench;

    @BeforeEach
    void bench() throws Exception {
        engine = TestEngine.connect();
        TestEngine.image(engine);
        bench = new JobBench(folder).tree(files);
        bench.engines = TestEngine.access();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(JobLabels.removeAll(engine, bench.id)).as("left of the job").isZero();
        bench.engines.close();
        engine.close();
    }

    private JobOutcome job(String text) throws Exception {
        return bench.job("runs-on: ubuntu-latest\n" + text.replace("IMAGE", IMAGE));
    }

    private void succeeds(String text) throws Exception {
        assertThat(job(text).conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
    }

    @Test
    void steps_ofAnotherAccountThanRoot_writeToTheFoldersAndTheFilesOfTheJob() throws Exception {
        succeeds("""
                container:
                  image: IMAGE
                  options: --user 1001:1001
                steps:
                  - id: look
                    run: |
                      test "$(id -u)" = 1001
                      echo mine > made && mkdir "$HOME/kept" && echo mine > "$RUNNER_TEMP/made"
                      echo "from=somebody" >> "$GITHUB_OUTPUT"
                      test ! -w "$(dirname "$(dirname "$GITHUB_OUTPUT")")"
                  - run: echo "${{ steps.look.outputs.from }} $(cat made "$RUNNER_TEMP/made")"
                """);
        assertThat(bench.log()).contains("somebody mine");
    }

    @Test
    void steps_runInTheContainer_withItsPathsAndTheFilesOfTheCheckout() throws Exception {
        files.put("hello.txt", "from the checkout");
        succeeds("""
                container:
                  image: IMAGE
                  env: {OWN: of the container}
                  options: --hostname inside --cpus 1
                env: {JOB: of the job}
                steps:
                  - uses: actions/checkout@v4
                  - id: look
                    run: |
                      echo "$(hostname), $(cat hello.txt), $PWD, $OWN, $JOB, $MADE_OF, $HOME, $0"
                      echo "expressions: ${{ github.workspace }} ${{ runner.temp }} ${{ runner.tool_cache }} ${{ job.container.network != '' }}"
                      test "$PWD" = "$GITHUB_WORKSPACE" && test -s "$GITHUB_EVENT_PATH" && test -d "$RUNNER_TEMP"
                      echo "from=container" >> "$GITHUB_OUTPUT"
                      echo "LATER=told" >> "$GITHUB_ENV"
                      mkdir bin && printf '#!/bin/sh\\necho my tool\\n' > bin/tool && chmod +x bin/tool
                      echo "$PWD/bin" >> "$GITHUB_PATH"
                  - run: echo "$LATER ${{ steps.look.outputs.from }} $(tool)"
                    working-directory: bin
                  - run: 'echo "::warning file=a.c,line=3::careful"'
                    shell: sh {0}
                """);
        assertThat(bench.log())
                .contains(
                        "inside, from the checkout, /__w/shop/shop, of the container, of the job, scratch, /github/home, "
                                + "/__w/_temp/_runner_file_commands/")
                .contains("expressions: /__w/shop/shop /__w/_temp /__t true")
                .contains("told container my tool")
                .contains("##[warning]careful");
    }

    @Test
    void failingStep_failsTheJob_andAlwaysStepsStillRun() throws Exception {
        JobOutcome outcome = job("""
                container: IMAGE
                steps:
                  - run: exit 3
                  - run: echo never
                  - if: always()
                    run: echo tidying
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(outcome.steps())
                .extracting(StepResult::name)
                .containsExactly(
                        "Initialize containers", "Run exit 3", "Run echo never", "Run echo tidying", "Stop containers");
        assertThat(bench.log()).contains("exit code 3", "tidying").doesNotContain("\nnever");
    }

    @Test
    void cancel_interruptsTheProgramInTheContainer() throws Exception {
        CompletableFuture<JobOutcome> outcome = inBackground("""
                container: IMAGE
                steps:
                  - run: |
                      trap 'echo got INT; exit 0' INT
                      echo ready
                      while true; do sleep 0.1; done
                  - if: cancelled()
                    run: echo tidying
                """);
        await().atMost(Duration.ofSeconds(60)).until(() -> bench.log().contains("\nready"));
        bench.cancel.cancel("ann asked");
        assertThat(outcome.get(60, TimeUnit.SECONDS).conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(bench.log()).contains("got INT", "tidying");
    }

    @Test
    void timeoutOfAStep_killsWhatIgnoresSignals() throws Exception {
        JobOutcome outcome = job("""
                container: IMAGE
                steps:
                  - timeout-minutes: 0.01
                    run: |
                      trap '' INT TERM
                      while true; do sleep 0.1; done
                  - if: failure()
                    run: ps -o pid,args | grep -c 'sleep 0[.]1' || echo nothing runs
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("has timed out", "nothing runs");
    }

    @Test
    void services_areReachedByNameFromTheJobsContainer_andByPortFromTheHost() throws Exception {
        String service = """
                services:
                  web:
                    image: IMAGE
                    ports: ["80"]
                    env: {GREETING: hello from the service}
                    command: sh -c 'mkdir /www && echo "$GREETING" > /www/index.html && echo started && exec httpd -f -h /www'
                    options: >-
                      --health-cmd "wget -qO- http://127.0.0.1/" --health-interval 200ms --health-retries 50
                """;
        succeeds(service + "container: IMAGE\nsteps:\n  - run: wget -qO- http://web/\n");
        assertThat(bench.log()).contains("hello from the service", "web service is healthy.");
        succeeds(service + """
                steps:
                  - run: curl -s http://127.0.0.1:${{ job.services.web.ports['80'] }}/ | tr a-z A-Z
                """);
        assertThat(bench.log()).contains("HELLO FROM THE SERVICE", "##[group]Output of the service web", "\nstarted");
    }

    @Test
    void serviceThatIsNeverHealthy_failsTheJobWithItsOutput() throws Exception {
        JobOutcome outcome = job("""
                services:
                  ill:
                    image: IMAGE
                    command: sh -c 'echo no luck today; exec tail -f /dev/null'
                    options: --health-cmd "false" --health-interval 100ms --health-retries 2
                steps:
                  - run: echo never
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log())
                .contains("no luck today", "Failed to initialize container of the service ill")
                .doesNotContain("\nnever");
    }

    @Test
    void whatAskedFor_andIsWrong_isRefusedWithItsPlace() throws Exception {
        assertThat(job("container: {image: IMAGE, options: --network host}\nsteps:\n  - run: echo never\n")
                        .conclusion())
                .isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log())
                .containsPattern("test\\.yml:\\d+:\\d+: the container option '--network' is not supported");
    }

    @Test
    void withoutAnEngine_theJobFailsWithTheReason() throws Exception {
        bench.engines = dev.slipway.containers.EngineAccess.none();
        assertThat(job("container: IMAGE\nsteps:\n  - run: echo never\n").conclusion())
                .isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("this host has no container engine");
    }

    @Test
    void javaScriptActions_areRefusedWithAReason_whereNoNodeRuns() throws Exception {
        files.put("it/action.yml", "runs: {using: node20, main: main.js}\n");
        files.put("it/main.js", "console.log('ran')");
        assertThat(job("container: IMAGE\nsteps:\n  - uses: actions/checkout@v4\n  - uses: ./it\n")
                        .conclusion())
                .isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("no JavaScript action can run in the job's container");
    }

    @Test
    void compositeActions_runInTheContainer() throws Exception {
        files.put("it/action.yml", """
                runs:
                  using: composite
                  steps:
                    - run: echo "in $GITHUB_ACTION_PATH $(cat "$GITHUB_ACTION_PATH/data")"
                      shell: sh
                """);
        files.put("it/data", "its data");
        succeeds("container: IMAGE\nsteps:\n  - uses: actions/checkout@v4\n  - uses: ./it\n");
        assertThat(bench.log()).contains("in /__w/shop/shop/it its data");
    }

    private CompletableFuture<JobOutcome> inBackground(String text) {
        CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(job(text));
            } catch (Exception e) {
                outcome.completeExceptionally(e);
            }
        });
        return outcome;
    }
}
