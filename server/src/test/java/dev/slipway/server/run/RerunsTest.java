package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Problem;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are run again. */
class RerunsTest {

    /** Its tests pass only in the attempt after a failed one. */
    private static final String FLAKY = """
            name: CI
            on: push
            jobs:
              build:
                runs-on: ubuntu-latest
                outputs: {version: "${{ steps.it.outputs.version }}"}
                steps:
                  - id: it
                    run: |
                      echo "built once" | tee -a MARKS/builds > jar
                      echo "version=7" >> "$GITHUB_OUTPUT"
                  - uses: actions/upload-artifact@v4
                    with: {name: jar, path: jar}
              test:
                needs: build
                runs-on: ubuntu-latest
                strategy:
                  fail-fast: false
                  matrix: {part: [a, b]}
                steps:
                  - uses: actions/download-artifact@v4
                    with: {name: jar}
                  - run: |
                      echo "attempt $GITHUB_RUN_ATTEMPT in $GITHUB_RUN_ID of ${{ matrix.part }} for ${{ needs.build.outputs.version }}"
                      cp jar report
                      [ ${{ matrix.part }} = a ] || [ $GITHUB_RUN_ATTEMPT -gt 1 ]
                  - if: always()
                    uses: actions/upload-artifact@v4
                    with: {name: "report-${{ matrix.part }}", path: report}
              deploy:
                needs: test
                runs-on: ubuntu-latest
                steps: [{run: echo deployed}]
            """;

    @TempDir
    Path folder;

    private RunHouse house;

    @BeforeEach
    void open() throws Exception {
        house = new RunHouse(folder, InstantSource.system());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private RunView failed() throws Exception {
        Path marks = java.nio.file.Files.createDirectories(folder.resolve("marks"));
        RunView run = house.end(house.push(FLAKY.replace("MARKS", marks.toString())));
        assertThat(run.state()).as("%s", run).isEqualTo(RunState.FAILED);
        return run;
    }

    private RunView again(RunView run, Reruns.Extent extent) {
        return house.end(
                house.queries.run(house.reruns.rerun(run.id(), extent, "ada").id()));
    }

    @Test
    void wholeRun_isANewAttempt_andTheOldOneStays() throws Exception {
        RunView first = failed();

        RunView second = again(first, Reruns.Extent.ALL);

        assertThat(second.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(second)
                .extracting(RunView::serial, RunView::number, RunView::attempt, RunView::rerunOf, RunView::commit)
                .containsExactly(first.serial(), first.number(), 2L, first.id(), first.commit());
        assertThat(house.queries.run(first.id())).isEqualTo(first);
        assertThat(house.log(first, "test (b)")).contains("attempt 1 in " + first.serial() + " of b for 7");
        assertThat(house.log(second, "test (b)")).contains("attempt 2 in " + first.serial() + " of b for 7");
        assertThat(folder.resolve("marks/builds")).content().hasLineCount(2);
    }

    @Test
    void failedJobs_runAgainWithTheirFollowers_andTheRestIsKept() throws Exception {
        RunView first = failed();

        RunView second = again(first, Reruns.Extent.FAILED);

        assertThat(second.jobs())
                .extracting(RunView.JobView::key, RunView.JobView::state)
                .containsExactly(
                        tuple("build", JobState.SUCCEEDED),
                        tuple("test (a)", JobState.SUCCEEDED),
                        tuple("test (b)", JobState.SUCCEEDED),
                        tuple("deploy", JobState.SUCCEEDED));
        assertThat(folder.resolve("marks/builds")).content().hasLineCount(1);
        assertThat(house.log(second, "test (a)")).contains("attempt 1 in " + first.serial() + " of a for 7");
        assertThat(house.log(second, "test (b)")).contains("attempt 2 in " + first.serial() + " of b for 7");
        assertThat(second.artifacts())
                .extracting(RunView.ArtifactView::name)
                .containsExactly("jar", "report-a", "report-b");
        assertThat(house.queries.run(first.id())).isEqualTo(first);
    }

    @Test
    void failedJobs_runAgain_alsoAfterARestart() throws Exception {
        RunView first = failed();
        String second =
                house.reruns.rerun(first.id(), Reruns.Extent.FAILED, "ada").id();
        house.engine.close();
        house.boot();

        assertThat(house.end(house.queries.run(second)).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(folder.resolve("marks/builds")).content().hasLineCount(1);
    }

    @Test
    void runThatSucceeded_hasNothingFailed() throws Exception {
        RunView run = house.end(
                house.push("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: echo a}]\n"));

        assertCode("nothing-failed", run, Reruns.Extent.FAILED);
        assertThat(again(run, Reruns.Extent.ALL).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void runThatCouldNotBeRead_isNotRunAgain() throws Exception {
        RunView run = house.push("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    stepz: []\n");

        assertCode("nothing-to-rerun", run, Reruns.Extent.ALL);
    }

    @Test
    void runThatIsUnderWay_isNotRunAgain() throws Exception {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString())
                .inheritIO()
                .start()
                .onExit()
                .join();
        RunView run =
                house.push("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: cat " + pipe + "}]\n");

        assertCode("run-under-way", run, Reruns.Extent.ALL);
        java.nio.file.Files.writeString(pipe, "go on");
        assertThat(house.end(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    private void assertCode(String code, RunView run, Reruns.Extent extent) {
        assertThatThrownBy(() -> house.reruns.rerun(run.id(), extent, "ada"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
