package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows that call others, from the push to the end of the run. */
class CalledWorkflowsTest {

    private static final String BUILD = """
            on:
              workflow_call:
                inputs:
                  target: {type: string, required: true}
                secrets:
                  key: {required: false}
                outputs:
                  image: {value: "${{ jobs.make.outputs.image }}"}
            jobs:
              lint:
                runs-on: ubuntu-latest
                steps: [{run: 'echo "linting ${{ inputs.target }}"'}]
              make:
                needs: lint
                runs-on: ubuntu-latest
                outputs: {image: "${{ steps.it.outputs.image }}"}
                steps:
                  - id: it
                    run: |
                      echo "key is [${{ secrets.key }}] of [${{ secrets.HIDDEN }}]"
                      test ! -e "$BLOCKER"
                      echo "image=${{ inputs.target }}-of-${{ github.event_name }}" >> "$GITHUB_OUTPUT"
                    env: {BLOCKER: "THE_BLOCKER"}
            """;

    @TempDir
    Path folder;

    private RunHouse house;

    @BeforeEach
    void setUp() throws Exception {
        house = new RunHouse(folder, InstantSource.system());
    }

    @AfterEach
    void tearDown() {
        house.close();
    }

    @Test
    void jobsOfTheCalled_areJobsOfTheRun_andItsOutputsComeBack() throws Exception {
        house.secrets.put("DEEP", "blue-whale");
        house.secrets.put("HIDDEN", "not-for-you");
        RunView run = house.end(house.push(files("absent")));
        assertThat(run.reason()).isEmpty();
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.jobs())
                .extracting(RunView.JobView::name)
                .containsExactly(
                        "build (a) / lint", "build (a) / make", "build (b) / lint", "build (b) / make", "last");
        assertThat(run.jobs().get(1).needs()).containsExactly("build#0 / lint");
        assertThat(house.log(run, "last")).contains("got b-of-push");
        assertThat(house.log(run, "build#0 / make")).contains("key is [***] of []");
    }

    @Test
    void failedCalledJob_runsAgainAlone_withWhatNeedsIt() throws Exception {
        Path blocker = Files.createFile(folder.resolve("blocker"));
        RunView first = house.end(house.push(files(blocker.toString())));
        assertThat(first.state()).isEqualTo(RunState.FAILED);
        assertThat(first.jobs()).extracting(RunView.JobView::state).contains(JobState.FAILED, JobState.SKIPPED);
        Files.delete(blocker);
        house.reruns.rerun(first.id(), Reruns.Extent.FAILED, "ann");
        RunView second = house.end(house.newest());
        assertThat(second.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(started(second, "build#0 / lint")).isEqualTo(started(first, "build#0 / lint"));
        assertThat(house.log(second, "last")).contains("got b-of-push");
    }

    @Test
    void restart_goesOnInsideOfTheCalled() throws Exception {
        RunView run = house.push(Map.of(
                ".github/workflows/ci.yml", """
                on: push
                jobs:
                  outer: {uses: ./.github/workflows/inner.yml}
                  after: {needs: outer, runs-on: x, steps: [{run: 'echo after ${{ needs.outer.outputs.word }}'}]}
                """, ".github/workflows/inner.yml", """
                on: {workflow_call: {outputs: {word: {value: "${{ jobs.one.outputs.word }}"}}}}
                jobs:
                  one:
                    runs-on: x
                    outputs: {word: kept}
                    steps: [{run: 'echo one'}]
                  two:
                    needs: one
                    runs-on: x
                    steps: [{run: 'until test -e "$GATE"; do read -rt 0.1 <> <(:) || :; done', shell: bash}]
                    env: {GATE: "%s"}
                """.formatted(folder.resolve("gate"))));
        await().until(() -> house.queries.run(run.id()).jobs().stream()
                .anyMatch(job -> job.key().equals("outer / two") && job.state() == JobState.RUNNING));
        house.engine.close();
        house.boot();
        Files.createFile(folder.resolve("gate"));
        RunView end = house.end(run);
        assertThat(end.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(house.log(end, "after")).contains("after kept");
    }

    @Test
    void workflowOfAnotherRepository_isFetchedWhenTheRunBegins_andKeptForItsNextAttempt() throws Exception {
        Path mirror = folder.resolve("mirror/acme/flows");
        Files.createDirectories(mirror.resolve(".github/workflows"));
        Path shared = mirror.resolve(".github/workflows/shared.yml");
        Files.writeString(shared, """
                on: workflow_call
                jobs:
                  deep: {uses: ./.github/workflows/deeper.yml}
                """);
        Files.writeString(mirror.resolve(".github/workflows/deeper.yml"), """
                on: workflow_call
                jobs:
                  say: {runs-on: x, steps: [{run: 'echo from afar'}]}
                """);
        commit(mirror);
        RunView run = house.end(house.push("""
                on: push
                jobs:
                  far: {uses: acme/flows/.github/workflows/shared.yml@v1}
                """));
        assertThat(run.reason()).isEmpty();
        assertThat(house.log(run, "far / deep / say")).contains("from afar");
        Files.writeString(shared, "on: push\n");
        commit(mirror);
        house.reruns.rerun(run.id(), Reruns.Extent.ALL, "ann");
        assertThat(house.end(house.newest()).state()).isEqualTo(RunState.SUCCEEDED);
        RunView lost = house.end(house.push("""
                on: push
                jobs:
                  far: {uses: acme/flows/.github/workflows/absent.yml@v1}
                """));
        assertThat(lost.state()).isEqualTo(RunState.FAILED);
        assertThat(lost.reason()).contains(".github/workflows/ci.yml:3:").contains("was not found");
    }

    private static String started(RunView run, String key) {
        return run.jobs().stream()
                .filter(job -> job.key().equals(key))
                .map(job -> String.valueOf(job.startedAt()))
                .findFirst()
                .orElseThrow();
    }

    private static void commit(Path repository) throws Exception {
        for (List<String> argv : List.of(
                List.of("git", "init", "--quiet", "-b", "main"),
                List.of("git", "add", "-A"),
                List.of("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "x"),
                List.of("git", "tag", "-f", "v1"))) {
            assertThat(new ProcessBuilder(argv)
                            .directory(repository.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue())
                    .isZero();
        }
    }

    private static Map<String, String> files(String blocker) {
        return Map.of(
                ".github/workflows/ci.yml", """
                on: push
                jobs:
                  build:
                    strategy: {matrix: {target: [a, b]}, fail-fast: false}
                    uses: ./.github/workflows/build.yml
                    with: {target: "${{ matrix.target }}"}
                    secrets: {key: "${{ secrets.DEEP }}"}
                  last:
                    needs: build
                    runs-on: ubuntu-latest
                    steps: [{run: 'echo "got ${{ needs.build.outputs.image }}"'}]
                """, ".github/workflows/build.yml", BUILD.replace("THE_BLOCKER", blocker));
    }
}
