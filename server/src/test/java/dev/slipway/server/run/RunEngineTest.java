package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.process.ProcessTree;
import dev.slipway.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunEngineTest {

    @TempDir
    Path folder;

    RunHouse house;

    @BeforeEach
    void setUp() throws Exception {
        house = new RunHouse(folder, InstantSource.system());
    }

    @AfterEach
    void tearDown() {
        house.close();
    }

    @Test
    void graph_passesOutputs_throughAMatrix_toAnArtifact() throws Exception {
        house.secrets.put("TOKEN", "correct-horse");
        RunView run = house.end(house.push("""
                name: CI
                on: push
                jobs:
                  plan:
                    runs-on: ubuntu-latest
                    outputs: {list: "${{ steps.it.outputs.list }}"}
                    steps:
                      - id: it
                        run: echo 'list=["a","b"]' >> "$GITHUB_OUTPUT"
                  build:
                    needs: plan
                    runs-on: ubuntu-latest
                    strategy:
                      matrix:
                        part: ${{ fromJSON(needs.plan.outputs.list) }}
                    steps:
                      - uses: actions/checkout@v4
                      - run: git log -1 --format=%s > ${{ matrix.part }}.txt
                      - uses: actions/upload-artifact@v4
                        with: {name: "part-${{ matrix.part }}", path: "${{ matrix.part }}.txt"}
                  collect:
                    needs: build
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/download-artifact@v4
                      - uses: actions/upload-artifact@v7
                        with: {path: part-a/a.txt, archive: false}
                      - run: cat part-a/a.txt part-b/b.txt && echo "token $TOKEN"
                        env: {TOKEN: "${{ secrets.TOKEN }}"}
                  never:
                    if: false
                    runs-on: ubuntu-latest
                    steps: [{run: exit 1}]
                """));
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.jobs())
                .extracting(RunView.JobView::key)
                .containsExactly("plan", "build (a)", "build (b)", "collect", "never");
        assertThat(run.jobs().getLast().state()).isEqualTo(JobState.SKIPPED);
        assertThat(run.artifacts()).extracting(RunView.ArtifactView::name).containsExactly("a.txt", "part-a", "part-b");
        assertThat(house.commits.artifacts(RunHouse.PROJECT, run.commit()))
                .as("what services can be started from")
                .containsOnlyKeys("part-a", "part-b");
        assertThat(house.log(run, "collect")).contains("change 1\nchange 1").contains("token ***");
        await().until(() -> house.finished.size() == 1);
        assertThat(house.finished.getFirst().workflow()).isEqualTo("CI");
        assertThat(house.finished.getFirst().artifacts()).hasSize(3);
        assertThat(house.queries.artifacts(RunHouse.PROJECT, run.commit())).containsKeys("part-a", "part-b");
    }

    @Test
    void runName_isTheTitleOfTheRun() throws Exception {
        String jobs = "on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: echo}]}}\n";
        assertThat(house.push("name: ci\nrun-name: Ship ${{ github.ref_name }} by @${{ github.actor }}\n" + jobs)
                        .title())
                .isEqualTo("Ship main by @ann");
        assertThat(house.push("name: ci\nrun-name: ' '\n" + jobs).title()).isEqualTo("ci");
    }

    @Test
    void runNameThatCannotBeEvaluated_isAFailedRun_thatSaysWhere() throws Exception {
        RunView run = house.push("run-name: ${{ fromJSON(github.ref_name) }}\non: push\n"
                + "jobs: {a: {runs-on: ubuntu-latest, steps: [{run: echo}]}}\n");
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.findings()).anyMatch(finding -> finding.position().line() == 1);
    }

    @Test
    void brokenWorkflow_isAFailedRun_thatSaysWhere() throws Exception {
        RunView run = house.push("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    stepz: []\n");
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.findings()).anyMatch(finding -> finding.position().line() == 5);
    }

    @Test
    void unsupportedWorkflow_ofAnotherEvent_isNoFailureOfAPush() throws Exception {
        String caller = "on: %s\njobs:\n  a: {runs-on: ubuntu-latest, snapshot: it, steps: [{run: ls}]}\n";
        house.push(Map.of(
                ".github/workflows/merge.yml", caller.formatted("pull_request"),
                ".github/workflows/ci.yml", caller.formatted("push")));

        assertThat(house.queries.ofProject(RunHouse.PROJECT, 10))
                .extracting(RunView::file, RunView::state)
                .containsExactly(tuple(".github/workflows/ci.yml", RunState.FAILED));
    }

    @Test
    void failedJob_failsTheRun_andSkipsWhatNeedsIt() throws Exception {
        RunView run = house.end(house.push("""
                on: push
                jobs:
                  a: {runs-on: ubuntu-latest, steps: [{run: exit 7}]}
                  b: {needs: a, runs-on: ubuntu-latest, steps: [{run: echo}]}
                  c: {needs: a, if: failure(), runs-on: ubuntu-latest, steps: [{run: echo}]}
                """));
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.jobs())
                .extracting(RunView.JobView::state)
                .containsExactly(JobState.FAILED, JobState.SKIPPED, JobState.SUCCEEDED);
        assertThat(run.jobs().getFirst().reason()).contains("exit code 7");
    }

    private static final String ENDLESS = """
            on: [push, workflow_dispatch]
            concurrency: deploy
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - run: |
                      echo pid $$
                      test -e /tmp/none || exec tail -f /dev/null
            """;

    @Test
    void cancel_endsTheProcesses() throws Exception {
        RunView run = house.push(ENDLESS);
        long pid = pid(run);
        house.engine.cancel(run.id(), "ann");
        assertThat(house.end(run).state()).isEqualTo(RunState.CANCELLED);
        assertThat(alive(pid)).isFalse();
        assertThatThrownBy(() -> house.engine.cancel(run.id(), "ann"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("CANCELLED already");
    }

    @Test
    void concurrencyGroup_hasOneRunningAndOnePending() throws Exception {
        RunView first = house.push(ENDLESS);
        pid(first);
        RunView second = house.push(ENDLESS);
        RunView third = house.push(ENDLESS);
        assertThat(house.queries.run(second.id()).state()).isEqualTo(RunState.CANCELLED);
        assertThat(house.queries.run(third.id()).state()).isEqualTo(RunState.QUEUED);
        house.engine.cancel(first.id(), "ann");
        house.end(first);
        pid(third);
        house.engine.cancel(third.id(), "ann");
        house.end(third);
    }

    @Test
    void jobsOfAGroup_runOneAtATime() throws Exception {
        RunView run = house.end(house.push("""
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    strategy: {matrix: {n: [1, 2, 3]}}
                    concurrency: {group: one, queue: max}
                    steps:
                      - run: mkdir "$RUNNER_TOOL_CACHE/taken" && sleep 0.2 && rmdir "$RUNNER_TOOL_CACHE/taken"
                """));
        assertThat(run.jobs()).extracting(RunView.JobView::state).containsOnly(JobState.SUCCEEDED);
    }

    @Test
    void jobsOfAGroup_haveOnePending_andTheNewestOfThem() throws Exception {
        RunView run = house.push("""
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    strategy: {fail-fast: false, matrix: {n: [1, 2, 3]}}
                    concurrency: One
                    steps: [{run: 'test ${{ matrix.n }} != 1 || exec tail -f /dev/null'}]
                  b:
                    runs-on: ubuntu-latest
                    if: always()
                    needs: a
                    steps: [{run: echo}]
                """);
        await().until(() -> states(run).getFirst() == JobState.RUNNING);
        assertThat(states(run))
                .containsExactly(JobState.RUNNING, JobState.CANCELLED, JobState.WAITING, JobState.BLOCKED);
        RunView second = house.push("""
                on: push
                jobs:
                  c:
                    runs-on: ubuntu-latest
                    concurrency: {group: ONE, cancel-in-progress: "${{ github.ref_name == 'main' }}"}
                    steps: [{run: echo}]
                """);
        assertThat(house.end(second).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(house.end(run).state()).isEqualTo(RunState.CANCELLED);
        assertThat(states(run))
                .containsExactly(JobState.CANCELLED, JobState.CANCELLED, JobState.CANCELLED, JobState.SUCCEEDED);
    }

    @Test
    void jobInTheGroupOfItsRun_failsInsteadOfWaitingForever() throws Exception {
        RunView run = house.end(house.push("""
                on: push
                concurrency: same
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    concurrency: same
                    steps: [{run: echo}]
                """));
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.jobs().getFirst().reason()).contains("'shop/same'");
    }

    private List<JobState> states(RunView run) {
        return house.queries.run(run.id()).jobs().stream()
                .map(RunView.JobView::state)
                .toList();
    }

    @Test
    void restart_endsWhatWasLeft_andQueuesTheJobAgain() throws Exception {
        RunView run = house.push(ENDLESS);
        long pid = pid(run);
        RunHouse dead = house;
        dead.boot();
        assertThat(alive(pid)).isFalse();
        await().until(() -> house.queries.run(run.id()).jobs().getFirst().state() == JobState.RUNNING);
        assertThat(house.queries.run(run.id()).jobs().getFirst().attempt()).isEqualTo(2);
        house.engine.cancel(run.id(), "ann");
        assertThat(house.end(run).state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void dispatch_takesInputs_andRefusesOthers() throws Exception {
        house.push("""
                name: manual
                on:
                  workflow_dispatch:
                    inputs: {who: {type: string, required: true}}
                jobs:
                  a: {runs-on: ubuntu-latest, steps: [{run: "echo hello ${{ inputs.who }}"}]}
                """.replace("on:\n", "on:\n  push:\n"));
        String run = house.engine
                .dispatch(RunHouse.PROJECT, "manual", Optional.empty(), Map.of("who", "bob"), "ann")
                .id();
        RunView ended = house.end(house.queries.run(run));
        assertThat(house.log(ended, "a")).contains("hello bob");
        assertThatThrownBy(() -> house.engine.dispatch(RunHouse.PROJECT, "manual", Optional.empty(), Map.of(), "ann"))
                .isInstanceOf(Problem.class);
    }

    @Test
    void log_isReadFromAnyLine_andFollowed() throws Exception {
        RunView run = house.end(house.push("""
                on: push
                jobs:
                  a: {runs-on: ubuntu-latest, steps: [{run: seq 1000}]}
                """));
        String job = run.jobs().getFirst().id();
        LogPage page = house.queries.log(run.id(), job, 500);
        assertThat(page.lines().getFirst().n()).isEqualTo(500);
        assertThat(page.done()).isTrue();
        assertThat(house.queries
                        .follow(run.id(), job, page.next(), Duration.ofSeconds(5))
                        .done())
                .isTrue();
    }

    @Test
    void schedule_startsTheWorkflow_whenItsTimeHasCome(@TempDir Path other) throws Exception {
        SettableClock clock = SettableClock.at(Instant.parse("2026-01-01T00:00:00Z"));
        try (RunHouse scheduled = new RunHouse(other, clock)) {
            scheduled.push(
                    Map.of(
                            ".github/workflows/ci.yml",
                            "on: {push: {}, schedule: [{cron: '0 3 * * *'}]}\njobs:\n  a: {runs-on: ubuntu-latest, steps: [{run: echo}]}\n"));
            scheduled.end(scheduled.newest());
            scheduled.schedules.fire();
            assertThat(scheduled.newest().event()).isEqualTo("push");
            clock.advance(Duration.ofHours(4));
            scheduled.schedules.fire();
            scheduled.schedules.fire();
            assertThat(scheduled.queries.ofProject(RunHouse.PROJECT, 10))
                    .extracting(RunView::event)
                    .containsExactly("schedule", "push");
            scheduled.end(scheduled.newest());
        }
    }

    @Test
    void clockThatWasAhead_costsAScheduleOneOfItsTimes(@TempDir Path other) throws Exception {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        SettableClock clock = SettableClock.at(start);
        try (RunHouse scheduled = new RunHouse(other, clock)) {
            scheduled.push(
                    Map.of(
                            ".github/workflows/ci.yml",
                            "on: {push: {}, schedule: [{cron: '0 3 * * *'}]}\njobs:\n  a: {runs-on: ubuntu-latest, steps: [{run: echo}]}\n"));
            scheduled.end(scheduled.newest());
            assertThat(started(scheduled, clock, start.plus(Duration.ofDays(400))))
                    .isEqualTo(1);

            assertThat(started(scheduled, clock, start.plus(Duration.ofHours(1))))
                    .isZero();
            assertThat(started(scheduled, clock, start.plus(Duration.ofHours(4))))
                    .isZero();
            assertThat(started(scheduled, clock, start.plus(Duration.ofHours(28))))
                    .isEqualTo(1);
            assertThat(started(scheduled, clock, start.plus(Duration.ofHours(26))))
                    .as("an hour that comes twice starts nothing twice")
                    .isZero();
            assertThat(started(scheduled, clock, start.plus(Duration.ofHours(28))))
                    .isZero();
            assertThat(started(scheduled, clock, start.plus(Duration.ofHours(52))))
                    .isEqualTo(1);
        }
    }

    private static int started(RunHouse house, SettableClock clock, Instant at) throws Exception {
        int before = house.queries.ofProject(RunHouse.PROJECT, 50).size();
        clock.set(at);
        house.schedules.fire();
        int started = house.queries.ofProject(RunHouse.PROJECT, 50).size() - before;
        if (started > 0) {
            house.end(house.newest());
        }
        return started;
    }

    private long pid(RunView run) {
        await().atMost(Duration.ofSeconds(15))
                .until(() -> house.queries.run(run.id()).jobs().getFirst().state() == JobState.RUNNING
                        && house.log(run, "a").matches("(?s).*\npid \\d+.*"));
        return Long.parseLong(house.log(run, "a").replaceFirst("(?s).*\npid (\\d+).*", "$1"));
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessTree::running).isPresent();
    }
}
