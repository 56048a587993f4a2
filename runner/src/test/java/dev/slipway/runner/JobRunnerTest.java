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
    void fileCommandsThatComeTooLate_reachNoOtherStep() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: |
                    mkfifo go went
                    (cat go > seen; (echo late=1 >> "$GITHUB_OUTPUT") 2>> seen || true; cat seen > went) >/dev/null 2>&1 &
                - id: other
                  run: |
                    echo x > go
                    cat went
                - run: test -z "${{ steps.other.outputs.late }}"
                """);
        assertThat(bench.log()).contains("No such file");
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    }

    @Test
    void fileCommands_reachLaterSteps_andJobOutputs() throws Exception {
        JobOutcome outcome = bench.job("""
                runs-on: ubuntu-latest
                outputs:
                  version: ${{ steps.first.outputs.version }}
                steps:
                  - id: first
                    run: |
                      echo "version=1.2" >> "$GITHUB_OUTPUT"
                      printf 'TEXT<<EOF\\none\\ntwo\\nEOF\\n' >> "$GITHUB_ENV"
                      mkdir bin && printf '#!/bin/sh\\necho mine' > bin/tool && chmod +x bin/tool
                      echo "$PWD/bin" >> "$GITHUB_PATH"
                      echo "# Built ${{ github.job }}" >> "$GITHUB_STEP_SUMMARY"
                  - run: test "$TEXT" = "$(printf 'one\\ntwo')" && test "$(tool)" = mine
                """);
        assertThat(bench.log()).doesNotContain("##[error]");
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(outcome.outputs()).containsEntry("version", "1.2");
        assertThat(outcome.summary()).contains("# Built it");
    }

    @Test
    void unclosedHeredoc_failsTheStep() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: printf 'A<<EOF\\nx\\n' >> "$GITHUB_ENV"
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("Matching delimiter not found 'EOF'");
    }

    @Test
    void nodeOptions_areBlocked() throws Exception {
        bench.steps("""
                - run: echo "NODE_OPTIONS=--inspect" >> "$GITHUB_ENV"
                - run: echo "options are '${NODE_OPTIONS:-none}'"
                """);
        assertThat(bench.log()).contains("Can't store NODE_OPTIONS").contains("options are 'none'");
    }

    @Test
    void commands_becomeAnnotations() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: |
                    echo "::warning file=src/App.java,line=7,col=2,title=Style::tabs%0Aand more"
                    echo "::error::broken"
                    echo "::group::inside"
                    echo "::endgroup::"
                    echo "::debug::hidden"
                """);
        assertThat(outcome.annotations()).hasSize(2);
        assertThat(outcome.annotations().getFirst().file()).contains("src/App.java");
        assertThat(outcome.annotations().getFirst().startLine()).contains(7);
        assertThat(outcome.annotations().getFirst().message()).isEqualTo("tabs\nand more");
        assertThat(bench.log()).contains("##[group]inside\n##[endgroup]").doesNotContain("##[debug]hidden");
    }

    @Test
    void stoppedCommands_areTextUntilTheToken() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: |
                    echo "::stop-commands::T0ken"
                    echo "::error::not an error"
                    echo "::t0ken::"
                    echo "::notice::heard"
                """);
        assertThat(outcome.annotations()).extracting(note -> note.message()).containsExactly("heard");
    }

    @Test
    void setOutputInOutput_worksAndWarns_setEnvIsRefused() throws Exception {
        JobOutcome outcome = bench.steps("""
                - id: old
                  run: echo "::set-output name=a::b"
                - run: test '${{ steps.old.outputs.a }}' = b
                - run: echo "::set-env name=a::b"
                """);
        assertThat(outcome.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(Conclusion.SUCCESS, Conclusion.SUCCESS, Conclusion.FAILURE);
        assertThat(bench.log())
                .contains("`set-output` command is deprecated")
                .contains("`set-env` command is disabled");
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
                - run: test "${{ hashFiles('**/*.lock') }}" = "$(printf a | sha256sum | cut -c1-64 | xxd -r -p | sha256sum | cut -c1-64)"
                """);
        assertThat(bench.log()).doesNotContain("##[error]");
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(List.of(outcome.steps().get(1).name())).allMatch(name -> name.startsWith("Run test"));
    }

    @Test
    void outputsOverTheLimit_failTheJob_andNoneIsKept() throws Exception {
        JobOutcome outcome = bench.job("""
                runs-on: ubuntu-latest
                outputs:
                  small: ok
                  large: ${{ steps.much.outputs.text }}
                steps:
                  - id: much
                    run: printf 'text=%s\\n' "$(head -c 600000 /dev/zero | tr '\\0' x)" >> "$GITHUB_OUTPUT"
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(outcome.outputs()).isEmpty();
        assertThat(bench.log()).contains("more than the 1048576", "hand large things on as artifacts");
    }

    @Test
    void unclosedHeredoc_ofVariables_failsTheStep_andSetsNothing() throws Exception {
        JobOutcome outcome = bench.steps("""
                - continue-on-error: true
                  run: printf 'FIRST=1\\nSECOND<<EOF\\ntext\\n' >> "$GITHUB_ENV"
                - run: echo "[$FIRST] [$SECOND]"
                """);

        assertThat(outcome.steps().getFirst().outcome()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("Matching delimiter not found 'EOF'", "[] []");
    }

    @Test
    void stoppedCommands_letUntrustedTextThroughUnread() throws Exception {
        JobOutcome outcome = bench.steps("""
                - id: shown
                  run: |
                    echo "::stop-commands::nonce-7c1"
                    printf '::error::from a title\\n::add-mask::harmless\\n::set-output name=x::y\\n::set-env name=A::b\\n'
                    echo "::nonce-7c1::"
                    echo harmless
                - run: echo "[${{ steps.shown.outputs.x }}] [$A]"
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(outcome.annotations()).isEmpty();
        assertThat(bench.log()).contains("::error::from a title", "\nharmless", "[] []");
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
