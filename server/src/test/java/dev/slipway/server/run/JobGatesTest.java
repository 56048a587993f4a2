package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.delivery.gate.Approval.Decision;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.kernel.Problem;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditRecord;
import dev.slipway.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of environments with gates. */
class JobGatesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WORKFLOW = """
            on: push
            jobs:
              build:
                runs-on: ubuntu-latest
                steps: [{run: "true"}]
              ship:
                needs: build
                runs-on: ubuntu-latest
                environment: {name: Production, url: 'https://${{ steps.at.outputs.host }}/shop'}
                steps:
                  - {id: at, run: 'echo "host=shop.example" >> "$GITHUB_OUTPUT"'}
                  - {run: 'echo at ${{ vars.WHERE }}'}
              after:
                needs: ship
                runs-on: ubuntu-latest
                steps: [{run: "true"}]
            """;

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.start();
    private RunHouse house;

    @BeforeEach
    void open() throws Exception {
        house = new RunHouse(folder, clock);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void job_waitsWithoutARunner_untilAReviewerOpens() throws Exception {
        protect("reviewers: {count: 1}");
        RunView run = waiting();

        RunView.JobView ship = job(run, "ship");
        assertThat(ship.environment()).isNotNull();
        assertThat(ship.environment().name()).isEqualTo("production");
        assertThat(ship.environment().gates())
                .extracting(GateStatus::name, GateStatus::state)
                .containsExactly(tuple("reviewers", GateStatus.State.WAITING));
        assertThat(ship.reason()).contains("production", "1 more approval needed");
        assertThat(ship.startedAt()).isNull();

        decide(run, Decision.APPROVED, "grace");
        RunView end = house.end(run);

        assertThat(end.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(job(end, "ship").environment().url()).isEqualTo("https://shop.example/shop");
        assertThat(job(end, "ship").environment().openedAt()).isNotNull();
        assertThat(house.log(end, "ship")).contains("at Production");
        List<AuditRecord> audit = house.database.read(sql -> Audit.latest(sql, 100));
        assertThat(audit).extracting(row -> row.entry().what()).contains("run.approve");
    }

    @Test
    void waitingJobs_takeNoPlaceFromOthers() throws Exception {
        protect("reviewers: {count: 1}");
        RunView first = waiting();
        RunView second = waiting();
        RunView third = waiting();

        clock.advance(Duration.ofSeconds(1));
        RunView other = house.end(house.push(Map.of(
                ".github/workflows/other.yml",
                        "on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: 'true'}]}}\n",
                ".github/workflows/ci.yml",
                        "on: workflow_dispatch\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: 'true'}]}}\n")));

        assertThat(other.state()).isEqualTo(RunState.SUCCEEDED);
        for (RunView run : List.of(first, second, third)) {
            assertThat(job(run, "ship").state()).isEqualTo(JobState.WAITING);
        }
    }

    @Test
    void wait_survivesARestart_andSoDoesAnApproval() throws Exception {
        protect("reviewers: {count: 2}");
        RunView run = waiting();
        decide(run, Decision.APPROVED, "grace");
        assertThat(job(run, "ship").state()).isEqualTo(JobState.WAITING);

        house.engine.close();
        house.boot();
        assertThat(job(run, "ship").reason()).contains("1 more approval needed");
        decide(run, Decision.APPROVED, "linus");

        assertThat(house.end(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void rejection_failsTheJob_andSkipsWhatNeedsIt() throws Exception {
        protect("reviewers: {count: 1}");
        RunView run = waiting();

        house.reviews.decide(run.id(), new JobReviews.Word(Decision.REJECTED, Optional.empty(), "grace", "not today"));
        RunView end = house.end(run);

        assertThat(end.state()).isEqualTo(RunState.FAILED);
        assertThat(job(end, "ship").state()).isEqualTo(JobState.FAILED);
        assertThat(job(end, "ship").reason()).contains("rejected by grace: not today");
        assertThat(job(end, "after").state()).isEqualTo(JobState.SKIPPED);
    }

    @Test
    void author_mayNotApprove() throws Exception {
        protect("reviewers: {count: 1, preventSelfReview: true}");
        RunView run = waiting();

        assertThatThrownBy(() -> decide(run, Decision.APPROVED, "ann"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("may-not-approve"));
        assertThat(job(run, "ship").state()).isEqualTo(JobState.WAITING);
    }

    @Test
    void whoeverHasItRunAgain_mayNotApproveThatAttempt() throws Exception {
        protect("reviewers: {count: 1, preventSelfReview: true}");
        RunView first = waiting();
        house.engine.cancel(first.id(), "ann");
        house.end(first);

        String again =
                house.reruns.rerun(first.id(), Reruns.Extent.ALL, "grace").id();
        await().atMost(PATIENCE).until(() -> job(again, "ship").reason().startsWith("waits for the environment"));

        for (String involved : List.of("ann", "grace")) {
            assertThatThrownBy(() -> decide(again, Decision.APPROVED, involved))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("may-not-approve"));
        }
        decide(again, Decision.APPROVED, "linus");
        assertThat(house.end(house.queries.run(again)).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void waitTimer_countsFromTheRequest() throws Exception {
        protect("waitTimer: 10m");
        RunView run = waiting();

        clock.advance(Duration.ofMinutes(9));
        house.engine.lookAgain();
        assertThat(job(run, "ship").state()).isEqualTo(JobState.WAITING);
        clock.advance(Duration.ofMinutes(1));
        house.engine.lookAgain();

        assertThat(house.end(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void branchThatMayNotCome_failsBeforeItsFirstStep() throws Exception {
        protect("branches: [release/*]");

        RunView end = house.end(house.push(WORKFLOW));

        assertThat(job(end, "ship").state()).isEqualTo(JobState.FAILED);
        assertThat(job(end, "ship").reason()).contains("only releases of release/*");
        assertThat(job(end, "ship").steps().size()).isZero();
    }

    @Test
    void environmentThatNobodyNames_isOpen() throws Exception {
        assertThat(house.end(house.push(WORKFLOW)).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void decision_aboutARunThatWaitsForNothing_isRefused() throws Exception {
        RunView end = house.end(house.push(WORKFLOW));

        assertThatThrownBy(() -> decide(end, Decision.APPROVED, "grace"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("nothing-waits"));
    }

    @Test
    void cancelledRun_waitsNoLonger() throws Exception {
        protect("reviewers: {count: 1}");
        RunView run = waiting();

        house.engine.cancel(run.id(), "grace");

        assertThat(house.end(run).state()).isEqualTo(RunState.CANCELLED);
        house.engine.lookAgain();
        assertThat(job(run, "ship").state()).isEqualTo(JobState.CANCELLED);
    }

    private void protect(String gates) {
        house.delivery = Optional.of("""
                services: {web: {artifact: web, command: ./web}}
                environments: {production: {gates: {%s}}}
                """.formatted(gates));
    }

    private RunView waiting() throws Exception {
        clock.advance(Duration.ofSeconds(1));
        RunView run = house.push(WORKFLOW);
        await().atMost(PATIENCE).until(() -> job(run, "ship").reason().startsWith("waits for the environment"));
        return house.queries.run(run.id());
    }

    private void decide(RunView run, Decision decision, String who) {
        decide(run.id(), decision, who);
    }

    private void decide(String run, Decision decision, String who) {
        house.reviews.decide(run, new JobReviews.Word(decision, Optional.of("production"), who, ""));
    }

    private RunView.JobView job(RunView run, String key) {
        return job(run.id(), key);
    }

    private RunView.JobView job(String run, String key) {
        return house.queries.run(run).jobs().stream()
                .filter(job -> job.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
