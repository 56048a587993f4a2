package dev.slipway.actions.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private final List<String> log = new ArrayList<>();

    @Test
    void zeroOrNothing_isTheUsualLimit_andLessIsRefused() {
        assertThat(limited("fromJSON('0')").timeout()).isEqualTo(Duration.ofHours(6));
        assertThat(limited("vars.NOT_SET").maxParallel()).isZero();
        assertThat(limited("fromJSON('2')").maxParallel()).isEqualTo(2);
        assertThatThrownBy(() -> limited("fromJSON('-1')")).hasMessageContaining("no number of zero or more");
    }

    @Test
    void cancelGrace_isFiveMinutes_orWhatIsWritten() {
        PlannedRun run = run("""
                on: push
                jobs:
                  usual: {runs-on: x, steps: [{run: make}]}
                  hurried:
                    runs-on: x
                    cancel-timeout-minutes: ${{ fromJSON('0.5') }}
                    environment: {name: staging, deployment: false}
                    steps: [{run: make}]
                """);
        assertThat(run.workflow().jobs())
                .extracting(job -> Planner.expand(run, (StepJob) job, Value.Mapping.EMPTY)
                        .getFirst()
                        .cancelGrace())
                .containsExactly(Duration.ofMinutes(5), Duration.ofSeconds(30));
    }

    private static PlannedJob limited(String expression) {
        PlannedRun run = run("""
                on: push
                jobs:
                  it:
                    runs-on: x
                    timeout-minutes: ${{ LIMIT }}
                    strategy: {max-parallel: "${{ LIMIT }}", matrix: {a: [1]}}
                    steps: [{run: make}]
                """.replace("LIMIT", expression));
        return Planner.expand(run, (StepJob) run.workflow().jobs().getFirst(), Value.Mapping.EMPTY)
                .getFirst();
    }

    @Test
    void matrix_expandsExcludesAndIncludes() {
        PlannedRun run = run("""
                on: push
                jobs:
                  test:
                    runs-on: ${{ matrix.os }}
                    timeout-minutes: 1.5
                    strategy:
                      matrix:
                        java: [17, 21]
                        os: [linux, debian]
                        exclude: [{java: 17, os: debian}]
                        include: [{java: 21, extra: yes}, {java: 25, os: linux}]
                    steps: [{run: make}]
                """);
        List<PlannedJob> legs =
                Planner.expand(run, (StepJob) run.workflow().jobs().getFirst(), Value.Mapping.EMPTY);
        assertThat(legs)
                .extracting(PlannedJob::legKey)
                .containsExactly("test (17, linux)", "test (21, linux)", "test (21, debian)", "test (25, linux)");
        assertThat(legs.get(2).matrix().get("extra")).contains(Value.of("yes"));
        assertThat(legs.get(2).labels()).containsExactly("debian");
        assertThat(legs.getFirst().timeout()).hasSeconds(90);
    }

    @Test
    void needs_passOutputsAndDynamicMatrix() {
        Progress end = play("""
                on: push
                jobs:
                  list:
                    runs-on: x
                    steps: [{run: make}]
                  each:
                    needs: list
                    runs-on: x
                    strategy: {matrix: {n: "${{ fromJSON(needs.list.outputs.all) }}"}}
                    steps: [{run: make}]
                """, leg -> new JobResult(Conclusion.SUCCESS, Map.of("all", "[1, 2]")));
        assertThat(log).containsExactly("start list", "start each (1)", "start each (2)");
        assertThat(end.conclusion()).contains(Conclusion.SUCCESS);
    }

    @Test
    void jobBehindAlwaysJob_isSkippedWhenGrandparentFailed() {
        Progress end = play(CHAIN.formatted("always()", "true"), failing("a"));
        assertThat(log).containsExactly("start a", "start b", "skip c");
        assertThat(end.conclusion()).contains(Conclusion.FAILURE);
    }

    @Test
    void failureFunction_looksAtAllAncestors() {
        play(CHAIN.formatted("always()", "failure()"), failing("a"));
        assertThat(log).containsExactly("start a", "start b", "start c");
    }

    @Test
    void skippedNeed_isNeitherSuccessNorFailure() {
        Progress end = play(CHAIN.formatted("false", "failure() || success()"), SchedulerTest::succeeding);
        assertThat(log).containsExactly("start a", "skip b", "skip c");
        assertThat(end.conclusion()).contains(Conclusion.SUCCESS);
    }

    @Test
    void failFast_cancelsTheOtherLegs() {
        Progress end = play(MATRIX.formatted("true", "max-parallel: 1", "false"), failing("m (1)"));
        assertThat(log).containsExactly("start m (1)", "cancel m (2)", "cancel m (3)");
        assertThat(end.conclusion()).contains(Conclusion.FAILURE);
    }

    @Test
    void legThatNoHostRuns_failsAlone_andAJobOfSuchLegsFailsAtOnce() {
        String text = """
                on: push
                jobs:
                  m:
                    runs-on: ${{ matrix.os }}
                    strategy: {max-parallel: 1, matrix: {os: [windows-latest, ubuntu-latest]}}
                    steps: [{run: make}]
                  n:
                    runs-on: ${{ matrix.os }}
                    strategy: {matrix: {os: [windows-latest, macos-15]}}
                    steps: [{run: make}]
                """;
        Progress end = play(text, failing("m (windows-latest)"));
        assertThat(log)
                .containsExactlyInAnyOrder(
                        "start m (windows-latest)", "start m (ubuntu-latest)", "fail n unsupported-runner-os");
        assertThat(end.conclusion()).contains(Conclusion.FAILURE);
    }

    @Test
    void withoutFailFast_allLegsRun() {
        Progress end = play(MATRIX.formatted("false", "max-parallel: 2", "false"), failing("m (1)"));
        assertThat(log).containsExactly("start m (1)", "start m (2)", "start m (3)");
        assertThat(end.conclusion()).contains(Conclusion.FAILURE);
    }

    @Test
    void continueOnError_letsTheRunSucceed() {
        Progress end = play(MATRIX.formatted("true", "max-parallel: 1", "true"), failing("m (1)"));
        assertThat(log).containsExactly("start m (1)", "start m (2)", "start m (3)");
        assertThat(end.conclusion()).contains(Conclusion.SUCCESS);
    }

    @Test
    void maxParallel_boundsWhatRunsAtOnce() {
        Progress progress = Progress.start(run(MATRIX.formatted("true", "max-parallel: 2", "false")));
        progress = progress.apply(Scheduler.next(progress).getFirst());
        List<Move> starts = Scheduler.next(progress);
        assertThat(starts).hasSize(2);
        progress = progress.apply(starts.getFirst());
        assertThat(Scheduler.next(progress)).hasSize(1);
    }

    @Test
    void cancelledRun_stopsJobsAndStillRunsAlways() {
        Progress progress = Progress.start(run(CHAIN.formatted("always()", "true")));
        progress = progress.apply(Scheduler.next(progress).getFirst());
        PlannedJob first = (PlannedJob) ((Move.Start) Scheduler.next(progress).getFirst()).leg();
        progress = progress.apply(new Move.Start(first)).cancel();
        assertThat(Scheduler.next(progress)).singleElement().isInstanceOf(Move.Cancel.class);
        progress = progress.apply(Scheduler.next(progress).getFirst());
        assertThat(Scheduler.next(progress)).isEmpty();
        progress = progress.ended(first, JobResult.of(Conclusion.CANCELLED));
        progress = finish(progress, SchedulerTest::succeeding);
        assertThat(log).containsExactly("start b", "skip c");
        assertThat(progress.conclusion()).contains(Conclusion.CANCELLED);
    }

    @Test
    void emptyMatrix_failsTheJob() {
        Progress end = play("""
                on: push
                jobs:
                  m:
                    runs-on: x
                    strategy: {matrix: {n: "${{ fromJSON('[]') }}"}}
                    steps: [{run: make}]
                """, SchedulerTest::succeeding);
        assertThat(log).containsExactly("fail m bad-matrix");
        assertThat(end.conclusion()).contains(Conclusion.FAILURE);
    }

    private static final String CHAIN = """
            on: push
            jobs:
              a: {runs-on: x, steps: [{run: make}]}
              b: {needs: a, if: "%s", runs-on: x, steps: [{run: make}]}
              c: {needs: b, if: "%s", runs-on: x, steps: [{run: make}]}
            """;

    private static final String MATRIX = """
            on: push
            jobs:
              m:
                runs-on: x
                strategy:
                  fail-fast: %s
                  %s
                  matrix: {n: [1, 2, 3]}
                continue-on-error: %s
                steps: [{run: make}]
            """;

    @Test
    void outputsOfAllJobs_haveALimitOfTheirOwn() {
        Progress begun = Progress.start(run(MATRIX.formatted("false", "max-parallel: 3", "false")));
        Move.Expand expand = (Move.Expand) Scheduler.next(begun).getFirst();
        List<? extends Leg> legs = expand.legs();
        JobResult half = new JobResult(Conclusion.SUCCESS, Map.of("it", "x".repeat((25 << 20) / 2 - 2)));
        assertThat(half.outputBytes()).isEqualTo(25 << 20);
        Progress first = begun.apply(expand).ended(legs.getFirst(), half);

        assertThat(first.within(half)).isEqualTo(half);
        Progress full = first.ended(legs.get(1), half);
        assertThat(full.within(JobResult.of(Conclusion.SUCCESS)).conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(full.within(new JobResult(Conclusion.SUCCESS, Map.of("a", ""))))
                .isEqualTo(JobResult.of(Conclusion.FAILURE));
    }

    private static JobResult succeeding(PlannedJob leg) {
        assertThat(leg.steps()).isNotEmpty();
        return JobResult.of(Conclusion.SUCCESS);
    }

    private static Function<PlannedJob, JobResult> failing(String key) {
        return leg -> JobResult.of(leg.legKey().equals(key) ? Conclusion.FAILURE : Conclusion.SUCCESS);
    }

    private Progress play(String text, Function<PlannedJob, JobResult> runner) {
        return finish(Progress.start(run(text)), runner);
    }

    private Progress finish(Progress start, Function<PlannedJob, JobResult> runner) {
        Progress progress = start;
        for (List<Move> moves = Scheduler.next(progress); !moves.isEmpty(); moves = Scheduler.next(progress)) {
            Move move = moves.getFirst();
            progress = progress.apply(move);
            switch (move) {
                case Move.Start(PlannedJob leg) -> {
                    log.add("start " + leg.legKey());
                    progress = progress.ended(leg, runner.apply(leg));
                }
                case Move.Start(PlannedCall call) -> {
                    log.add("call " + call.legKey());
                    progress = progress.entered(call);
                }
                case Move.Skip skip -> log.add("skip " + skip.jobKey());
                case Move.Cancel cancel -> log.add("cancel " + cancel.leg().legKey());
                case Move.Fail fail ->
                    log.add("fail " + fail.jobKey() + " " + fail.problem().code());
                case Move.Expand expand -> assertThat(expand.legs()).isNotEmpty();
            }
        }
        return progress;
    }

    private static PlannedRun run(String text) {
        WorkflowReader.Reading reading = WorkflowReader.read("ci.yml", text);
        assertThat(reading.findings()).isEmpty();
        Workflow workflow = reading.workflow().orElseThrow();
        Event event = Event.push("refs/heads/main", "c0ffee", "0", "ada", List.of("a.txt"));
        return Planner.plan(workflow, event, Map.of(), Map.of());
    }
}
