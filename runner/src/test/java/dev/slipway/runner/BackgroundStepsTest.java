package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.plan.Conclusion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that run beside others. */
class BackgroundStepsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private JobBench bench;

    @BeforeEach
    void setUp() {
        bench = new JobBench(folder);
    }

    @Test
    void backgroundStep_runsBesideTheNextOne() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: mkfifo there back
                - id: server
                  background: true
                  run: cat there > back
                - run: |
                    echo hello > there &
                    test "$(cat back)" = hello
                - wait: server
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(outcome.steps()).extracting(StepResult::number).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whatItSets_isSeenOnceItHasBeenWaitedFor() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: mkfifo go done
                - id: maker
                  background: true
                  run: |
                    echo "MADE=yes" >> "$GITHUB_ENV"
                    echo "$PWD/bin" >> "$GITHUB_PATH"
                    echo "what=thing" >> "$GITHUB_OUTPUT"
                    echo now > go
                - run: |
                    cat go
                    echo "before: [$MADE] [${{ steps.maker.outcome }}]"
                - wait: [maker]
                - run: |
                    echo "after: [$MADE] [${{ steps.maker.outputs.what }}] [${{ steps.maker.outcome }}]"
                    case "$PATH" in "$PWD/bin:"*) ;; *) exit 1 ;; esac
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log()).contains("before: [] []", "after: [yes] [thing] [success]");
    }

    @Test
    void failure_failsTheStepThatWaits() throws Exception {
        JobOutcome outcome = bench.steps("""
                - id: bad
                  background: true
                  run: exit 3
                - wait-all:
                - run: echo never
                - if: failure()
                  run: echo "it was ${{ steps.bad.conclusion }}"
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(outcome.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(Conclusion.FAILURE, Conclusion.FAILURE, Conclusion.SKIPPED, Conclusion.SUCCESS);
        assertThat(bench.log()).contains("it was failure");
    }

    @Test
    void failureThatNobodyWaitsFor_failsTheJobInTheEnd() throws Exception {
        JobOutcome outcome = bench.steps("""
                - background: true
                  run: exit 3
                - run: echo unharmed
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("unharmed");
    }

    @Test
    void continueOnError_forgivesABackgroundStep() throws Exception {
        JobOutcome outcome = bench.steps("""
                - id: shaky
                  background: true
                  continue-on-error: true
                  run: exit 3
                - wait: shaky
                - run: test '${{ steps.shaky.outcome }} ${{ steps.shaky.conclusion }}' = 'failure success'
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    }

    @Test
    void cancel_endsAServer_andFailsNothing() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: mkfifo up
                - id: server
                  background: true
                  run: |
                    echo up > up
                    sleep 3600
                - run: cat up
                - cancel: server
                - run: echo "it was ${{ steps.server.conclusion }}"
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(outcome.annotations()).isEmpty();
        assertThat(bench.log()).contains("it was cancelled");
    }

    @Test
    void parallel_runsItsStepsAtTheSameTime_andWaitsForAll() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: mkfifo one two
                - parallel:
                    - id: left
                      run: |
                        echo from-left > one
                        echo "got=$(cat two)" >> "$GITHUB_OUTPUT"
                    - id: right
                      run: |
                        echo "got=$(cat one)" >> "$GITHUB_OUTPUT"
                        echo from-right > two
                    - if: false
                      run: exit 1
                - run: test '${{ steps.left.outputs.got }} ${{ steps.right.outputs.got }}' = 'from-right from-left'
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    }

    @Test
    void moreThanTen_waitForAPlace_alsoToBeCancelled() throws Exception {
        StringBuilder steps = new StringBuilder();
        for (int number = 1; number <= BackgroundSteps.MOST + 2; number++) {
            steps.append(
                    "- {id: s%d, background: true, run: 'echo begun-s%d; sleep 3600'}\n".formatted(number, number));
        }
        steps.append("- cancel: s%d\n".formatted(BackgroundSteps.MOST + 2));
        for (int number = 1; number <= BackgroundSteps.MOST + 1; number++) {
            steps.append("- cancel: s%d\n".formatted(number));
        }

        JobOutcome outcome = bench.steps(steps.toString());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.lines).extracting(line -> line.text()).doesNotContain("begun-s" + (BackgroundSteps.MOST + 2));
    }

    @Test
    void cancelledJob_endsItsBackgroundSteps() throws Exception {
        CompletableFuture<JobOutcome> running = bench.inBackground("""
                - id: server
                  background: true
                  run: echo begun && sleep 3600
                - wait: server
                """);
        await().atMost(PATIENCE)
                .until(() -> bench.lines.stream().anyMatch(line -> line.text().equals("begun")));
        bench.cancel.cancel("the test says so");

        JobOutcome outcome = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(outcome.steps()).extracting(StepResult::conclusion).contains(Conclusion.CANCELLED);
    }

    @Test
    void waitForWhatIsNotThere_goesOn() throws Exception {
        JobOutcome outcome = bench.steps("""
                - id: never
                  if: false
                  background: true
                  run: exit 1
                - wait: never
                - run: echo still here
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log()).contains("nothing to wait for", "still here");
    }
}
