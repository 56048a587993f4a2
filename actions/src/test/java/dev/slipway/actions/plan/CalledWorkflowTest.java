package dev.slipway.actions.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Scope;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.CacheMode;
import dev.slipway.actions.workflow.CalledWorkflows;
import dev.slipway.actions.workflow.Permissions;
import dev.slipway.actions.workflow.ReadOptions;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.kernel.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CalledWorkflowTest {

    private static final String BUILD = """
            on:
              workflow_call:
                inputs:
                  target: {type: string, required: true}
                  level: {type: number, default: 3}
                  fast: {type: boolean}
                secrets:
                  key: {required: true}
                outputs:
                  image: {value: "${{ jobs.make.outputs.image }}-${{ inputs.target }}"}
            jobs:
              lint: {runs-on: x, steps: [{run: lint}]}
              make:
                needs: lint
                runs-on: x
                name: Make ${{ inputs.target }}
                outputs: {image: it}
                steps: [{run: make}]
            """;

    private static final String SMALL = """
            on: workflow_call
            jobs: {make: {runs-on: x, steps: [{run: make}]}}
            """;

    private final List<String> log = new ArrayList<>();
    private final List<PlannedJob> ran = new ArrayList<>();

    @Test
    void call_runsTheJobsOfTheOther_andGivesItsOutputs() {
        Progress end = play("""
                on: push
                jobs:
                  first: {runs-on: x, steps: [{run: make}]}
                  build:
                    needs: first
                    uses: ./.github/workflows/build.yml
                    with: {target: "${{ needs.first.result }}"}
                    secrets: {key: "${{ secrets.DEEP }}!"}
                  last: {needs: build, runs-on: x, steps: [{run: make}]}
                """, "none");
        assertThat(log).containsExactly("first", "call build", "build / lint", "build / make", "last");
        assertThat(end.conclusion()).contains(Conclusion.SUCCESS);
        PlannedJob make = ran.get(2);
        assertThat(make.displayName()).isEqualTo("build / Make success");
        assertThat(make.run().inputs())
                .isEqualTo(
                        Value.of(Map.of("target", Value.of("success"), "level", Value.of(3), "fast", Value.of(false))));
        assertThat(make.run().secrets(Map.of("DEEP", "sea", "OTHER", "x"))).isEqualTo(Map.of("key", "sea!"));
        assertThat(text("${{ needs.build.outputs.image }} ${{ needs.build.result }}", ran.getLast()))
                .isEqualTo("built-success success");
    }

    @Test
    void matrixOverACall_isOneCallForEachLeg_andAFailureStopsTheOthers() {
        String caller = """
                on: push
                jobs:
                  build:
                    strategy: {max-parallel: 1, matrix: {target: [a, b]}}
                    uses: ./.github/workflows/build.yml
                    with: {target: "${{ matrix.target }}", fast: true}
                    secrets: inherit
                  last: {needs: build, if: failure(), runs-on: x, steps: [{run: make}]}
                """;
        assertThat(play(caller, "none").conclusion()).contains(Conclusion.SUCCESS);
        assertThat(log)
                .containsExactly(
                        "call build#0",
                        "build#0 / lint",
                        "build#0 / make",
                        "call build#1",
                        "build#1 / lint",
                        "build#1 / make",
                        "skip last");
        assertThat(ran.getFirst().displayName()).isEqualTo("build (a) / lint");
        assertThat(ran.getFirst().run().secrets(Map.of("ANY", "1"))).containsOnlyKeys("ANY");
        log.clear();
        assertThat(play(caller, "build#0 / lint").conclusion()).contains(Conclusion.FAILURE);
        assertThat(log)
                .containsExactly("call build#0", "build#0 / lint", "skip build#0 / make", "cancel build#1", "last");
    }

    @Test
    void definition_isTheFileOfTheCalledWorkflow_hereOrElsewhere() {
        String elsewhere = "acme/shared/.github/workflows/deploy.yml@v2";
        play("""
                on: push
                jobs:
                  near: {uses: ./.github/workflows/near.yml}
                  far: {needs: near, uses: %s}
                """.formatted(elsewhere), "none", Map.of("./.github/workflows/near.yml", SMALL, elsewhere, SMALL));
        assertThat(text("${{ job.workflow_repository }} ${{ job.workflow_sha }}", definition(ran.getLast())))
                .isEqualTo("acme/shared v2");
        assertThat(text("${{ github.job_workflow_sha }}", ran.getLast())).isEqualTo("v2");
        assertThat(text("${{ job.workflow_ref }} ${{ job.workflow_file_path }}", definition(ran.getLast())))
                .isEqualTo(elsewhere + " .github/workflows/deploy.yml");
        assertThat(text("${{ job.workflow_repository }} ${{ job.workflow_sha }}", definition(ran.getFirst())))
                .isEqualTo("acme/shop c0ffee");
        assertThat(text("${{ job.workflow_ref }}", definition(ran.getFirst())))
                .isEqualTo("acme/shop/./.github/workflows/near.yml@refs/heads/main");
    }

    private static Contexts definition(PlannedJob leg) {
        return JobContexts.of(leg).with("job", leg.run().definition()).build(Status.SUCCESS);
    }

    @Test
    void nestedCalls_narrowPermissions_andAreSkippedAsOne() {
        Map<String, String> files = Map.of("./.github/workflows/outer.yml", """
                on: workflow_call
                jobs:
                  deep: {uses: ./.github/workflows/inner.yml}
                """, "./.github/workflows/inner.yml", """
                on: workflow_call
                jobs:
                  leaf: {runs-on: x, steps: [{run: make}]}
                """);
        String caller = """
                on: push
                permissions: write-all
                jobs:
                  top:
                    if: %s
                    permissions: {contents: read}
                    uses: ./.github/workflows/outer.yml
                """;
        assertThat(play(caller.formatted("true"), "none", files).conclusion()).contains(Conclusion.SUCCESS);
        assertThat(log).containsExactly("call top", "call top / deep", "top / deep / leaf");
        Permissions permissions =
                ran.getFirst().run().permissions(ran.getFirst().job());
        assertThat(permissions.access("contents")).isEqualTo(Permissions.Access.READ);
        assertThat(permissions.access("packages")).isEqualTo(Permissions.Access.NONE);
        log.clear();
        assertThat(play(caller.formatted("false"), "none", files).conclusion()).contains(Conclusion.SKIPPED);
        assertThat(log).containsExactly("skip top");
    }

    @Test
    void cacheMode_isTheNearest_andElseWhatTheEventAllows() {
        String steps = "runs-on: x, steps: [{run: make}]}\n";
        Map<String, String> files = Map.of(
                "./.github/workflows/build.yml",
                "on: workflow_call\njobs:\n  a: {" + steps + "  b: {cache-mode: none, " + steps);
        play(
                "on: push\ncache-mode: write\njobs:\n  own: {cache-mode: write-only, " + steps + "  general: {" + steps
                        + "  call: {cache-mode: read, uses: ./.github/workflows/build.yml}\n",
                "none",
                files);
        assertThat(ran)
                .extracting(leg -> leg.run().cacheMode(leg.job()).text())
                .containsExactly("write-only", "write", "read", "none");
        assertThat(CacheMode.usual("push")).isEqualTo(CacheMode.WRITE);
        assertThat(CacheMode.usual("workflow_run")).isEqualTo(CacheMode.READ);
    }

    @Test
    void valueOfAnotherType_failsTheCall() {
        play("""
                on: push
                jobs:
                  build:
                    uses: ./.github/workflows/build.yml
                    with: {target: x, level: "${{ github.sha }}"}
                    secrets: inherit
                """, "none");
        assertThat(log).containsExactly("fail build bad-input");
    }

    @Test
    void cancelledRun_endsWhatIsCalled() {
        Progress progress = Progress.start(run("""
                on: push
                jobs:
                  build:
                    uses: ./.github/workflows/build.yml
                    with: {target: x}
                    secrets: inherit
                """, Map.of("./.github/workflows/build.yml", BUILD)));
        progress = progress.apply(Scheduler.next(progress).getFirst());
        Move.Start start = (Move.Start) Scheduler.next(progress).getFirst();
        progress = progress.apply(start).entered((PlannedCall) start.leg());
        progress = progress.apply(Scheduler.next(progress).getFirst());
        Move.Start lint = (Move.Start) Scheduler.next(progress).getFirst();
        progress = progress.apply(lint).cancel();
        assertThat(progress.everyLeg()).hasSize(2);
        List<Move> moves = Scheduler.next(progress);
        assertThat(moves).hasSize(2).allMatch(Move.Cancel.class::isInstance);
        for (Move move : moves) {
            progress = progress.apply(move);
        }
        progress = progress.ended(lint.leg(), JobResult.of(Conclusion.CANCELLED));
        progress = progress.apply(Scheduler.next(progress).getFirst());
        assertThat(progress.conclusion()).contains(Conclusion.CANCELLED);
    }

    private Progress play(String caller, String failing) {
        return play(caller, failing, Map.of("./.github/workflows/build.yml", BUILD));
    }

    private Progress play(String caller, String failing, Map<String, String> files) {
        Progress progress = Progress.start(run(caller, files));
        for (List<Move> moves = Scheduler.next(progress); !moves.isEmpty(); moves = Scheduler.next(progress)) {
            Move move = moves.getFirst();
            progress = progress.apply(move);
            switch (move) {
                case Move.Start(PlannedJob leg) -> {
                    log.add(leg.legKey());
                    ran.add(leg);
                    progress = progress.ended(
                            leg,
                            leg.legKey().equals(failing)
                                    ? JobResult.of(Conclusion.FAILURE)
                                    : new JobResult(Conclusion.SUCCESS, Map.of("image", "built")));
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

    private static String text(String template, PlannedJob leg) {
        return text(template, JobContexts.of(leg).build(Status.SUCCESS));
    }

    private static String text(String template, Contexts contexts) {
        return Template.parse(template, Position.startOf("ci.yml"), Scope.EVERYTHING)
                .evaluateText(contexts);
    }

    private static PlannedRun run(String text, Map<String, String> files) {
        CalledWorkflows calls = (caller, reference) ->
                Optional.ofNullable(files.get(reference)).map(found -> new CalledWorkflows.Called(reference, found));
        WorkflowReader.Reading reading = WorkflowReader.read("ci.yml", text, ReadOptions.STANDARD.calling(calls));
        assertThat(reading.findings()).isEmpty();
        Event event = Event.push("refs/heads/main", "c0ffee", "0", "ada", List.of("a.txt"));
        Map<String, Value> github = Map.of("repository", Value.of("acme/shop"), "workflow_sha", Value.of("c0ffee"));
        return Planner.plan(reading.workflow().orElseThrow(), event, github, Map.of());
    }
}
