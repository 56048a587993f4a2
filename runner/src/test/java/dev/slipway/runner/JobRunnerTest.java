package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.plan.Conclusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunnerTest {

    @TempDir
    Path folder;

    JobBench bench;

    @BeforeEach
    void setUp() {
        bench = new JobBench(folder);
    }

    @Test
    void steps_shareOneWorkspace_thatIsGoneAfterwards() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: echo hello > file.txt
                - run: test "$(cat file.txt)" = hello
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(outcome.steps()).extracting(StepResult::number).containsExactly(1, 2);
        try (var jobs = Files.list(folder.resolve("jobs"))) {
            assertThat(jobs.map(path -> path.getFileName().toString())).containsExactly("_tool");
        }
    }

    @Test
    void failure_skipsLaterSteps_butNotThoseThatAskForIt() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: exit 3
                - run: echo never
                - if: failure()
                  run: echo onfailure
                - if: always()
                  run: echo whatever
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(outcome.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(Conclusion.FAILURE, Conclusion.SKIPPED, Conclusion.SUCCESS, Conclusion.SUCCESS);
        assertThat(bench.log()).contains("Process completed with exit code 3.").doesNotContain("\nnever");
    }

    @Test
    void continueOnError_tellsOutcomeFromConclusion() throws Exception {
        JobOutcome outcome = bench.steps("""
                - id: shaky
                  continue-on-error: true
                  run: exit 1
                - run: test '${{ steps.shaky.outcome }} ${{ steps.shaky.conclusion }}' = 'failure success'
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    }

    @Test
    void shellOfWindows_failsItsStepWithItsPlace_whereItIsComeTo() throws Exception {
        JobOutcome outcome = bench.steps("""
                - if: runner.os == 'Windows'
                  shell: powershell
                  run: dir
                - shell: cmd
                  run: dir
                """);
        assertThat(outcome.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(Conclusion.SKIPPED, Conclusion.FAILURE);
        assertThat(bench.log()).containsPattern(":\\d+:\\d+: the shell 'cmd' exists on Windows only");
    }

    @Test
    void shells_differInPipefail() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: false | true
                - shell: sh
                  run: false | true
                - shell: python
                  run: import sys; print(sys.version_info.major)
                - shell: perl {0}
                  run: print "from perl\\n";
                - shell: bash
                  run: false | true
                """);
        assertThat(outcome.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(
                        Conclusion.SUCCESS,
                        Conclusion.SUCCESS,
                        Conclusion.SUCCESS,
                        Conclusion.SUCCESS,
                        Conclusion.FAILURE);
        assertThat(bench.log()).contains("from perl");
    }

    @Test
    void secrets_areMasked_inEveryForm() throws Exception {
        bench.secrets.put("TOKEN", "s3cr3t&value");
        JobOutcome outcome = bench.job("""
                runs-on: ubuntu-latest
                outputs:
                  leaked: ${{ steps.leak.outputs.it }}
                env:
                  TOKEN: ${{ secrets.TOKEN }}
                steps:
                  - id: leak
                    run: |
                      echo "plain $TOKEN"
                      printf '%s' "$TOKEN" | base64
                      printf 'xy%s' "$TOKEN" | base64
                      echo "s3cr3t%26value"
                      echo "it=$TOKEN" >> "$GITHUB_OUTPUT"
                      echo "$TOKEN" >> "$GITHUB_STEP_SUMMARY"
                      echo "::add-mask::later"
                      echo "now later"
                """);
        assertThat(bench.log())
                .doesNotContain("s3cr3t")
                .doesNotContain("czNjcjN0JnZhbHVl")
                .contains("plain ***")
                .contains("now ***");
        assertThat(outcome.outputs()).doesNotContainKey("leaked");
        assertThat(outcome.summary()).contains("***").doesNotContain("s3cr3t");
    }

    @Test
    void environment_isCleanAndTellsAboutTheRun() throws Exception {
        bench.hostEnvironment.put("SLIPWAY_DATABASE_PASSWORD", "hunter2");
        bench.steps("""
                - run: env | sort
                  env:
                    GITHUB_REF: mine
                    CI: "no"
                """);
        assertThat(bench.log())
                .doesNotContain("hunter2")
                .contains("GITHUB_ACTIONS=true")
                .contains("GITHUB_REF=refs/heads/main")
                .contains("GITHUB_REPOSITORY=acme/shop")
                .contains("RUNNER_OS=Linux")
                .contains("CI=no")
                .contains("GITHUB_ACTION=__run");
    }

    @Test
    void stepEnvironment_winsOverGithubEnv_overJob_overWorkflow() throws Exception {
        JobOutcome outcome = bench.run(JobBench.workflow("""
                on: push
                env: {A: workflow, B: workflow, C: workflow, D: workflow}
                jobs:
                  it:
                    runs-on: ubuntu-latest
                    env: {B: job, C: job, D: job}
                    steps:
                      - run: printf 'C=file\\nD=file\\n' >> "$GITHUB_ENV"
                      - run: test "$A $B $C $D ${{ env.D }}" = "workflow job file step step"
                        env: {D: step}
                """));
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    }

    @Test
    void longLine_isCutInBoundedMemory() throws Exception {
        bench.secrets.put("S", "topsecretvalue");
        bench.steps("""
                - run: |
                    head -c 10000000 /dev/zero | tr '\\0' x
                    echo topsecretvalue
                """);
        assertThat(bench.lines).anyMatch(line -> line.text().contains("[the line goes on for"));
        assertThat(bench.lines).allMatch(line -> line.text().length() < 300_000);
        assertThat(bench.log()).doesNotContain("topsecret");
    }

    @Test
    void timeoutOfAnExpression_isToldByItsValue() throws Exception {
        bench.steps("""
                - timeout-minutes: ${{ fromJSON('0.01') }}
                  run: exec tail -f /dev/null
                """);
        assertThat(bench.log()).contains("has timed out after 0.01 minutes");
    }

    @Test
    void jobContext_tellsWhereItsWorkflowIsFrom() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: |
                    echo "${{ job.workflow_ref }} is ${{ job.workflow_file_path }} of ${{ job.workflow_repository }}"
                    echo "debug [${{ runner.debug }}] [$RUNNER_DEBUG]"
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log())
                .contains(
                        "acme/shop/.github/workflows/test.yml@refs/heads/main is .github/workflows/test.yml of acme/shop",
                        "debug [] []");
    }

    @Test
    void debugging_isToldByContextAndVariable() throws Exception {
        bench.debug = true;
        bench.steps("- run: 'echo \"debug [${{ runner.debug }}] [$RUNNER_DEBUG]\"'\n");
        assertThat(bench.log()).contains("debug [1] [1]");
    }

    @Test
    void stepTimeout_isAFailure() throws Exception {
        JobOutcome outcome = bench.steps("""
                - timeout-minutes: 0.01
                  run: exec tail -f /dev/null
                - if: failure()
                  run: echo cleanup
                """);
        assertThat(outcome.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(Conclusion.FAILURE, Conclusion.SUCCESS);
        assertThat(bench.log()).contains("has timed out after 0.01 minutes");
    }

    @Test
    void jobTimeout_cancelsTheJob() throws Exception {
        JobOutcome outcome = bench.job("""
                runs-on: ubuntu-latest
                timeout-minutes: 0.02
                steps:
                  - run: exec tail -f /dev/null
                  - run: echo never
                  - if: always()
                    run: echo "status ${{ job.status }}"
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(bench.log()).contains("exceeded the maximum execution time").contains("status cancelled");
    }

    @Test
    void missingWorkingDirectory_saysWhatToDo() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: pwd
                  working-directory: nowhere
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(outcome.annotations().getFirst().message()).contains("'nowhere' does not exist", "checkout");
    }

    @Test
    void event_isAFile_andHashFilesSeesTheWorkspace() throws IOException, InterruptedException {
        JobOutcome outcome = bench.steps("""
                - run: test -s "$GITHUB_EVENT_PATH" && printf a > a.lock
                - run: test "${{ hashFiles('**/*.lock') }}" = "$(printf "$(printf a | sha256sum | cut -c1-64 | sed 's/../\\\\x&/g')" | sha256sum | cut -c1-64)"
                """);
        assertThat(bench.log()).doesNotContain("##[error]");
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(List.of(outcome.steps().get(1).name())).allMatch(name -> name.startsWith("Run test"));
    }

    @Test
    void servicesThatCannotStart_failTheJob_butItsStepsForFailuresRun() throws Exception {
        JobOutcome outcome = bench.job("""
                runs-on: ubuntu-latest
                services: {db: {image: 'none.invalid/none:1'}}
                steps:
                  - run: echo never-said
                  - if: always()
                    run: echo cleaned-up
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("cleaned-up").doesNotContain("never-said");
    }

    @Test
    void stepsForFailures_neverRunOnTheHost_insteadOfTheJobsContainer() throws Exception {
        JobOutcome outcome = bench.job("""
                runs-on: ubuntu-latest
                container: none.invalid/none:1
                steps:
                  - if: always()
                    run: echo on-the-host
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).doesNotContain("on-the-host");
    }
}
