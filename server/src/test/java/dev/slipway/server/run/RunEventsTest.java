package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.expression.Value;
import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Severity;
import dev.slipway.server.git.Push;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events beside the push of a branch. */
class RunEventsTest {

    /** Of several runs, one after the other. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String LISTENER = """
            name: %s
            on: {%s}
            jobs:
              a: {runs-on: x, steps: [{run: 'echo "heard [%s]"'}]}
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
    void workflowRun_followsTheRunsItNames_andNoLongerChainThanThree() throws Exception {
        house.push(Map.of(
                ".github/workflows/ci.yml", LISTENER.formatted("CI", "push: ", "push"),
                ".github/workflows/after.yml",
                        LISTENER.formatted(
                                "After",
                                "workflow_run: {workflows: [CI, After], types: [completed], branches: [main]}",
                                "${{ github.event.workflow_run.name }} ${{ github.event.workflow_run.conclusion }} ${{ toJSON(github.event.workflow_run.id) }} ${{ github.event.workflow_run.display_title }}"),
                ".github/workflows/other.yml",
                        LISTENER.formatted(
                                "Other", "workflow_run: {workflows: [CI], branches: ['release/**']}", "nothing")));
        await().atMost(PATIENCE).until(() -> ended("After") == 3);
        RunView first = runs("After").getLast();
        assertThat(house.log(first, "a"))
                .contains("heard [CI success " + runs("CI").getFirst().serial() + " CI]");
        assertThat(first.event()).isEqualTo("workflow_run");
        assertThat(runs("Other")).isEmpty();
    }

    @Test
    void runThatFollows_getsTheArtifacts_ofTheOneThatStartedIt() throws Exception {
        house.push(Map.of(".github/workflows/ci.yml", """
                name: CI
                on: push
                jobs:
                  a:
                    runs-on: x
                    steps:
                      - run: echo built > f
                      - uses: actions/upload-artifact@v4
                        with: {path: f}
                """, ".github/workflows/after.yml", """
                name: After
                on: {workflow_run: {workflows: [CI], types: [completed]}}
                jobs:
                  a:
                    runs-on: x
                    steps:
                      - uses: actions/download-artifact@v4
                        with: {name: artifact, run-id: "${{ github.event.workflow_run.id }}"}
                      - run: echo "heard [$(cat f)]"
                      - uses: actions/download-artifact@v4
                        continue-on-error: true
                        with: {run-id: 999}
                """));
        await().atMost(PATIENCE).until(() -> ended("After") == 1);
        assertThat(house.log(runs("After").getLast(), "a")).contains("heard [built]", "there is no run '999'");
    }

    @Test
    void repositoryDispatch_bringsItsPayload_toTheTypesThatListen() throws Exception {
        house.push(Map.of(
                ".github/workflows/a.yml",
                LISTENER.formatted(
                        "A", "repository_dispatch: {types: [ship]}", "${{ github.event.client_payload.what }}"),
                ".github/workflows/b.yml",
                LISTENER.formatted("B", "repository_dispatch: {types: [sink]}", "nothing"),
                ".github/workflows/ci.yml",
                LISTENER.formatted("CI", "push: ", "push")));
        house.engine.onDispatch(RunHouse.PROJECT, "ship", Value.of(Map.of("what", Value.of("boat"))), "ann");
        RunView run = house.end(runs("A").getFirst());
        assertThat(house.log(run, "a")).contains("heard [boat]");
        assertThat(runs("B")).isEmpty();
    }

    @Test
    void creationAndDeletionOfABranch_areEvents_andUnknownOnesAWarning() throws Exception {
        RunView pushed = house.push(Map.of(
                ".github/workflows/ci.yml",
                LISTENER.formatted("CI", "push: , release: , pull_request: ", "push"),
                ".github/workflows/gone.yml",
                LISTENER.formatted(
                        "Gone",
                        "delete: ",
                        "${{ github.event.ref_type }} ${{ github.event.ref }} of ${{ github.ref }}"),
                ".github/workflows/made.yml",
                LISTENER.formatted("Made", "create: ", "${{ github.event.ref }}")));
        assertThat(runs("Made")).hasSize(1);
        assertThat(runs("CI").getFirst().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).contains("'release' never happens here");
        });
        house.engine.onPush(
                new Push("push-x", RunHouse.PROJECT, "refs/heads/old", pushed.commit(), null, "ann", Instant.EPOCH));
        RunView gone = house.end(runs("Gone").getFirst());
        assertThat(gone.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(house.log(gone, "a")).contains("heard [branch old of refs/heads/main]");
    }

    @Test
    void brokenWorkflow_isOneFailureOfThePush_thatMakesTheBranch() throws Exception {
        String broken = LISTENER.formatted("Broken", "push: ", "push").replace("steps:", "stepz:");
        house.push(Map.of(
                ".github/workflows/ci.yml",
                broken,
                ".github/workflows/gone.yml",
                broken.replace("push: ", "create: "),
                ".github/workflows/torn.yml",
                "on: [push\n"));
        assertThat(house.queries.ofProject(RunHouse.PROJECT, 20))
                .extracting(RunView::file, RunView::event)
                .containsExactlyInAnyOrder(
                        tuple(".github/workflows/ci.yml", "push"),
                        tuple(".github/workflows/gone.yml", "create"),
                        tuple(".github/workflows/gone.yml", "push"),
                        tuple(".github/workflows/torn.yml", "push"));
    }

    private List<RunView> runs(String workflow) {
        return house.queries.ofProject(RunHouse.PROJECT, 20).stream()
                .filter(run -> run.workflow().equals(workflow))
                .toList();
    }

    private long ended(String workflow) {
        return runs(workflow).stream()
                .filter(run -> run.state() == RunState.SUCCEEDED)
                .count();
    }
}
