package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.delivery.gate.Approval.Decision;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.wall.Walls;
import dev.slipway.server.project.Hook;
import dev.slipway.server.release.ReleaseMaker;
import dev.slipway.server.release.RunChecks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pull requests of a connected repository start, and what code of strangers gets. */
class PullRequestsTest {

    private static final String WORKFLOW = """
            name: ci
            on: [pull_request]
            permissions: {contents: write, id-token: write}
            jobs:
              check:
                runs-on: ubuntu-latest
                env: {DEPLOY: "${{ secrets.DEPLOY }}"}
                steps:
                  - uses: actions/checkout@v4
                  - run: |
                      echo "written by SIDE; secret has ${#DEPLOY} letters"
                      echo "$GITHUB_REF of $GITHUB_HEAD_REF into $GITHUB_BASE_REF: ${{ github.event.pull_request.title }}"
                      echo "identity: '$ACTIONS_ID_TOKEN_REQUEST_URL'"
                      cat offer.txt base.txt
            """;

    /** So that every push has a run. */
    private static final String OTHER = """
            on: push
            jobs: {nothing: {if: false, runs-on: ubuntu-latest, steps: [{run: "true"}]}}
            """;

    @TempDir
    Path folder;

    RunHouse house;
    String head = "";

    @BeforeEach
    void setUp() throws Exception {
        house = new RunHouse(folder, InstantSource.system());
        house.secrets.put("DEPLOY", "hunter2");
        Files.writeString(folder.resolve("clone/base.txt"), "base file\n");
        house.push(Map.of(
                ".github/workflows/ci.yml",
                WORKFLOW.replace("SIDE", "the base"),
                ".github/workflows/other.yml",
                OTHER));
        house.git("checkout", "-q", "-b", "offer");
        Files.writeString(folder.resolve("clone/offer.txt"), "offered file\n");
        Files.writeString(folder.resolve("clone/.github/workflows/ci.yml"), WORKFLOW.replace("SIDE", "the offer"));
        house.git("add", "-A");
        house.git("-c", "user.name=Eve", "-c", "user.email=eve@example.org", "commit", "-qm", "offer");
        head = house.git("rev-parse", "HEAD");
        house.git("update-ref", "refs/pull/7/head", head);
        house.git("checkout", "-q", "main");
    }

    @AfterEach
    void tearDown() {
        house.close();
    }

    private void hook(String repository, String sha) {
        hook("opened", repository, sha);
    }

    private void hook(String action, String repository, String sha) {
        hook(action, repository, sha, "main");
    }

    private void hook(String action, String repository, String sha, String base) {
        String body = """
                {"action": "%s", "number": 7, "sender": {"login": "eve"},
                 "pull_request": {"title": "Better", "number": 7,
                  "head": {"ref": "offer", "sha": "%s", "repo": {"full_name": "%s"}},
                  "base": {"ref": "%s", "repo": {"full_name": "acme/shop"}}}}
                """.formatted(action, sha, repository, base);
        house.pulls().onHook(new Hook(RunHouse.PROJECT, "pull_request", body));
    }

    private static JobReviews.Word word(Decision decision) {
        return new JobReviews.Word(decision, Optional.empty(), "mia", "");
    }

    @Test
    void member_runsTheOffersWorkflowWithSecrets() throws Exception {
        hook("acme/shop", head);

        RunView run = house.end(house.newest());

        assertThat(run.state()).as(house.log(run, "check")).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.untrusted()).isFalse();
        assertThat(run.ref()).isEqualTo("refs/pull/7/merge");
        assertThat(house.log(run, "check"))
                .contains("written by the offer; secret has 7 letters")
                .contains("refs/pull/7/merge of offer into main: Better")
                .contains("offered file", "base file");
        assertThat(PullFacts.of(stored(run)).orElseThrow().sideBranch()).isEmpty();
    }

    @Test
    void pullRequestToAnotherBranchThanTheDefault_isKnownForThat() throws Exception {
        house.git("branch", "release", "main");
        hook("opened", "acme/shop", head, "release");

        RunView run = house.end(house.newest());

        assertThat(run.state()).as(house.log(run, "check")).isEqualTo(RunState.SUCCEEDED);
        assertThat(PullFacts.of(stored(run)).orElseThrow().sideBranch()).contains("release");
    }

    @Test
    void stranger_waitsForApproval_andRunsTheBasesWorkflowWithoutSecretsBehindWalls() throws Exception {
        Walls walls = house.wallUp();
        assumeTrue(walls.stand(), () -> "no walls on this host: " + walls.why());
        hook("eve/shop", head);
        RunView waiting = house.newest();
        assertThat(waiting.state()).isEqualTo(RunState.QUEUED);
        assertThat(waiting.untrusted()).isTrue();
        assertThat(waiting.awaitsApproval()).isTrue();
        assertThat(waiting.reason()).contains("waits for approval").contains("pull request 7");

        house.reviews.decide(waiting.id(), word(Decision.APPROVED));

        RunView run = house.end(waiting);
        assertThat(run.untrusted()).isTrue();
        assertThat(run.awaitsApproval()).isFalse();
        assertThat(run.state()).as(house.log(run, "check")).isEqualTo(RunState.SUCCEEDED);
        assertThat(house.log(run, "check"))
                .contains("written by the base; secret has 0 letters")
                .contains("identity: ''")
                .contains("offered file", "base file");
        assertThat(PullFacts.of(stored(run)).orElseThrow().head()).isEqualTo(head);
    }

    @Test
    void rerunRestartAndCancel_doNotGoAroundTheGate() throws Exception {
        hook("eve/shop", head);
        RunView first = house.newest();
        house.engine.lookAgain();
        house.schedules.close();
        house.engine.close();
        house.boot();
        assertThat(house.queries.run(first.id()).state()).isEqualTo(RunState.QUEUED);
        house.engine.cancel(first.id(), "eve");
        assertThat(house.end(first).jobs()).extracting(RunView.JobView::state).containsOnly(JobState.CANCELLED);

        RunView again = house.queries.run(
                house.reruns.rerun(first.id(), Reruns.Extent.ALL, "eve").id());

        house.engine.lookAgain();
        assertThat(house.queries.run(again.id()).state()).isEqualTo(RunState.QUEUED);
        assertThatThrownBy(() -> house.reviews.decide(again.id(), word(Decision.CONFIRMED)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("nobody has approved its code");
        house.reviews.decide(again.id(), word(Decision.REJECTED));
        assertThat(house.end(again).state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void stranger_withoutWalls_isRefusedAlsoWhenApproved() throws Exception {
        hook("eve/shop", head);
        RunView run = house.newest();

        house.reviews.decide(run.id(), word(Decision.APPROVED));

        assertThat(house.end(run).state()).isEqualTo(RunState.FAILED);
        assertThat(house.queries.run(run.id()).jobs().getFirst().reason()).contains("runs behind walls only");
    }

    @Test
    void strangersEnvironment_isClosed() throws Exception {
        house.push(WORKFLOW.replace("SIDE", "the base").replace("    runs-on", "    environment: vault\n    runs-on"));
        house.git("update-ref", "refs/pull/7/head", head);
        hook("eve/shop", head);
        RunView run = house.newest();

        house.reviews.decide(run.id(), word(Decision.APPROVED));

        assertThat(house.end(run).state()).isEqualTo(RunState.FAILED);
        assertThat(house.queries.run(run.id()).jobs().getFirst().reason()).contains("closed to pull requests of forks");
    }

    @Test
    void target_runsTheBaseAtOnceWithSecrets() throws Exception {
        house.push(WORKFLOW.replace("SIDE", "the base")
                .replace("[pull_request]", "[pull_request_target]")
                .replace("cat offer.txt base.txt", "test ! -e offer.txt && cat base.txt"));
        hook("eve/shop", head);

        RunView run = house.end(house.newest());

        assertThat(run.state()).as(house.log(run, "check")).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.event()).isEqualTo("pull_request_target");
        assertThat(house.log(run, "check")).contains("written by the base; secret has 7 letters");
    }

    @Test
    void closedOne_hasNoMergeToShow_untilItIsReopened() throws Exception {
        hook("opened", "acme/shop", head);
        Optional<String> merge = house.resolve("refs/pull/7/merge");
        assertThat(merge).isPresent();

        hook("closed", "acme/shop", head);
        assertThat(house.resolve("refs/pull/7/merge")).isEmpty();
        assertThat(house.resolve("refs/slipway/closed-pulls/7")).isEqualTo(merge);

        hook("reopened", "acme/shop", head);
        assertThat(house.resolve("refs/pull/7/merge")).isEqualTo(merge);
    }

    @Test
    void offer_isKnownByItsMerge_andARunOfTheTargetSaysNothingOfTheBase() throws Exception {
        house.push(
                WORKFLOW.replace("SIDE", "the base").replace("[pull_request]", "[pull_request, pull_request_target]"));
        hook("acme/shop", head);
        String base = house.git("rev-parse", "main");
        String merge = house.resolve("refs/pull/7/merge").orElseThrow();
        assertThat(house.queries.ofProject(RunHouse.PROJECT, 9))
                .extracting(RunView::event, RunView::commit)
                .contains(tuple("pull_request_target", base), tuple("pull_request", merge));

        assertThat(house.commits.offer(RunHouse.PROJECT, merge)).contains(new ReleaseMaker.Offer(merge, head, false));
        assertThat(house.commits.offer(RunHouse.PROJECT, base)).isEmpty();
        assertThat(new RunChecks(house.database).of(RunHouse.PROJECT, base)).doesNotContainKey("ci");
        assertThat(new RunChecks(house.database).of(RunHouse.PROJECT, merge)).containsKey("ci");
    }

    @Test
    void headThatHasMovedOn_startsNothing() {
        List<RunView> before = house.queries.ofProject(RunHouse.PROJECT, 9);

        hook("eve/shop", "1".repeat(40));

        assertThat(house.queries.ofProject(RunHouse.PROJECT, 9)).hasSameSizeAs(before);
    }

    private String stored(RunView run) {
        return house.database.read(
                sql -> dev.slipway.store.run.Runs.get(sql, run.id()).eventJson());
    }
}
