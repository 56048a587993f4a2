package dev.slipway.server.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Position;
import dev.slipway.server.git.RemotePolicy;
import dev.slipway.server.git.Repositories;
import dev.slipway.server.project.ProjectRegister;
import dev.slipway.server.secret.Keyring;
import dev.slipway.server.web.Events;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.Runs;
import dev.slipway.store.watch.NoticeRows;
import dev.slipway.store.watch.NoticeState;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statuses on their way to a forge that answers in all the ways forges do. */
class StatusDeskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String COMMIT = "0123456789012345678901234567890123456789";
    private static final RemotePolicy LOCAL = new RemotePolicy(false, true);

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(NOW);
    private ForgeTarget target;
    private Database database;
    private StatusDesk desk;

    @BeforeEach
    void open() throws IOException {
        target = new ForgeTarget();
        database = Database.open(DatabaseAddress.of(null, folder));
        Keyring keyring = Keyring.open(Files.createDirectories(folder.resolve("keys")), null);
        ProjectRegister projects = new ProjectRegister(
                database,
                new Repositories(folder.resolve("repos")),
                new Events(),
                keyring,
                new ProjectRegister.Rules(true, LOCAL),
                clock);
        projects.create("shop", Optional.empty(), "mia");
        desk = new StatusDesk(database, projects, keyring, LOCAL, () -> "https://slipway.example", clock);
    }

    @AfterEach
    void close() {
        desk.close();
        database.close();
        target.close();
    }

    private void report(String forge, String token) {
        desk.set(
                "shop",
                new StatusDesk.Wish(
                        token,
                        Optional.of(forge),
                        Optional.of(target.url()),
                        Optional.of("https://code.example.org/acme/shop.git")),
                "mia");
    }

    /** Whichever moves last: what a run is called does not depend on that. */
    @Test
    void runsOfOneCommit_haveStatusesOfTheirOwn_andTheFirstHasThePlainName() {
        report("github", "t0ken");
        List<Run> runs = List.of(
                run("run-1", "ci.yml", "refs/heads/feature/login"),
                run("run-2", "ci.yml", "refs/heads/main"),
                run("run-3", "ci.yml", "refs/tags/v1.0"),
                run("run-4", "second.yml", "refs/heads/feature/login"),
                run("run-5", "second.yml", "refs/heads/main"));
        database.execute(sql -> runs.forEach(run -> Runs.create(sql, run)));

        runs.reversed().forEach(this::move);

        assertThat(desk.told("shop", runs.size()))
                .extracting(row -> Json.read(row.content(), CommitStatus.class))
                .extracting(CommitStatus::run, CommitStatus::context)
                .containsExactly(
                        tuple("run-1", "slipway/CI (push)"),
                        tuple("run-2", "slipway/CI (push, main)"),
                        tuple("run-3", "slipway/CI (push, v1.0)"),
                        tuple("run-4", "slipway/CI (push, second.yml)"),
                        tuple("run-5", "slipway/CI (push, second.yml, main)"));
    }

    @Test
    void pullRequestsOfOneHead_haveStatusesOfTheirOwn_andThatToTheDefaultBranchHasThePlainName() {
        report("github", "t0ken");
        String facts = """
                {"pull": {"number": 7, "definition": "d", "stranger": false, "head": "%s", "base": "%s", "aside": %s}}""";
        String head = "b".repeat(40);
        List<Run> runs = List.of(
                run("run-1", "ci.yml", "refs/pull/7/merge", facts.formatted(head, "release/1", "true")),
                run("run-2", "ci.yml", "refs/pull/8/merge", facts.formatted(head, "main", "false")),
                run("run-3", "ci.yml", "refs/pull/9/merge", facts.formatted(head, "old", "null")),
                run("run-4", "second.yml", "refs/pull/7/merge", facts.formatted(head, "release/1", "true")));
        database.execute(sql -> runs.forEach(run -> Runs.create(sql, run)));

        runs.reversed().forEach(this::move);

        assertThat(desk.told("shop", runs.size()))
                .extracting(row -> Json.read(row.content(), CommitStatus.class))
                .extracting(CommitStatus::run, CommitStatus::commit, CommitStatus::context)
                .containsExactly(
                        tuple("run-1", head, "slipway/CI (push, release/1)"),
                        tuple("run-2", head, "slipway/CI (push)"),
                        tuple("run-3", head, "slipway/CI (push)"),
                        tuple("run-4", head, "slipway/CI (push, second.yml, release/1)"));
    }

    private static Run run(String id, String file, String ref) {
        return run(id, file, ref, "{}");
    }

    private static Run run(String id, String file, String ref, String event) {
        Run model = run(ref, RunState.QUEUED, List.of(), "");
        return new Run(
                id,
                model.project(),
                Long.parseLong(id.replaceAll("\\D", "")),
                model.workflow(),
                ".github/workflows/" + file,
                model.event(),
                ref,
                model.commit(),
                model.actor(),
                model.state(),
                0,
                null,
                "",
                event,
                List.of(),
                NOW.plusSeconds(Long.parseLong(id.replaceAll("\\D", ""))),
                null,
                null,
                1,
                null,
                model.askedBy(),
                Long.parseLong(id.replaceAll("\\D", "")));
    }

    private static Run run(RunState state, List<Finding> findings, String reason) {
        return run("refs/heads/main", state, findings, reason);
    }

    private static Run run(String ref, RunState state, List<Finding> findings, String reason) {
        return new Run(
                "run-1",
                "shop",
                1,
                "CI",
                ".github/workflows/ci.yml",
                "push",
                ref,
                COMMIT,
                "ann",
                state,
                0,
                null,
                reason,
                "{}",
                findings,
                NOW,
                state == RunState.QUEUED ? null : NOW,
                state == RunState.SUCCEEDED || state == RunState.FAILED ? NOW.plusSeconds(65) : null,
                1,
                null,
                "ann",
                1);
    }

    private void move(RunState state) {
        move(run(state, List.of(), ""));
    }

    /** Each a moment after the one before, so that the newest is known. */
    private void move(Run run) {
        clock.advance(Duration.ofMillis(1));
        database.execute(sql -> desk.moved(sql, run));
    }

    private NoticeRows.Row newest() {
        return desk.told("shop", 1).getFirst();
    }

    private void awaitState(NoticeState state) {
        await().atMost(PATIENCE).until(() -> newest().state() == state);
    }

    private void awaitAttempts(long attempts) {
        await().atMost(PATIENCE).until(() -> newest().attempts() >= attempts);
    }

    @ParameterizedTest
    @CsvSource({
        "github,/repos/acme/shop,Authorization,Bearer t0ken,context",
        "gitea,/repos/acme/shop,Authorization,token t0ken,context",
        "forgejo,/repos/acme/shop,Authorization,token t0ken,context",
        "gitlab,/projects/acme%2Fshop,Private-token,t0ken,name",
    })
    void status_isSaidInTheForgesOwnWords(String forge, String path, String header, String value, String name) {
        report(forge, " t0ken\n");
        move(RunState.SUCCEEDED);
        awaitState(NoticeState.SENT);

        ForgeTarget.Asked asked = target.asked.getFirst();
        assertThat(asked.path()).isEqualTo(path + "/statuses/" + COMMIT);
        assertThat(asked.header(header)).isEqualTo(value);
        assertThat(asked.body().path(name).asString()).isEqualTo("slipway/CI (push)");
        assertThat(asked.body().path("state").asString()).isEqualTo("success");
        assertThat(asked.body().path("target_url").asString()).isEqualTo("https://slipway.example/runs/run-1");
        assertThat(asked.body().path("description").asString()).isEqualTo("succeeded after 1 min 5 s");
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED,pending,pending",
        "RUNNING,pending,running",
        "CANCELLING,pending,running",
        "SUCCEEDED,success,success",
        "FAILED,failure,failed",
        "CANCELLED,error,canceled",
        "SKIPPED,success,success",
    })
    void everyState_hasItsWord(RunState state, String common, String exact) {
        Map.of("github", common, "gitlab", exact).forEach((forge, word) -> {
            report(forge, "t0ken");
            move(state);
            awaitState(NoticeState.SENT);
            assertThat(target.asked.getLast().state()).isEqualTo(word);
        });
    }

    @Test
    void brokenWorkflow_isAnErrorAndItsReasonIsCut() {
        report("github", "t0ken");
        Finding broken = Finding.error("bad", Position.startOf("ci.yml"), "no", null);
        move(run(RunState.FAILED, List.of(broken), "x".repeat(500)));
        awaitState(NoticeState.SENT);

        assertThat(target.asked.getFirst().state()).isEqualTo("error");
        assertThat(target.asked.getFirst().body().path("description").asString())
                .startsWith("could not start: xxx")
                .endsWith("…")
                .hasSize(140);
    }

    @Test
    void outage_isWaitedForAndOnlyTheNewestIsTold() {
        report("github", "t0ken");
        target.status = 500;
        move(RunState.QUEUED);
        awaitAttempts(1);
        move(RunState.RUNNING);
        awaitAttempts(1);
        move(RunState.SUCCEEDED);
        awaitAttempts(1);
        assertThat(desk.told("shop", 10))
                .extracting(NoticeRows.Row::state)
                .containsExactly(NoticeState.PENDING, NoticeState.SUPERSEDED, NoticeState.SUPERSEDED);

        target.status = 201;
        clock.advance(Duration.ofMinutes(5));
        awaitState(NoticeState.SENT);

        assertThat(target.asked.stream().filter(asked -> asked.answered() == 201))
                .extracting(ForgeTarget.Asked::state)
                .containsExactly("success");
    }

    @Test
    void badToken_waitsForABetterOne() {
        report("gitea", "old");
        target.status = 401;
        move(RunState.SUCCEEDED);
        awaitAttempts(1);
        assertThat(newest().error()).startsWith("answered 401");

        target.status = 201;
        report("gitea", "new");
        awaitState(NoticeState.SENT);
        assertThat(target.asked.getLast().header("Authorization")).isEqualTo("token new");
    }

    @Test
    void forge_mayAskToBeLeftAlone() {
        report("github", "t0ken");
        target.headers = Map.of("Retry-After", "120");
        target.status = 403;
        move(RunState.SUCCEEDED);
        awaitAttempts(1);
        assertThat(newest().dueAt()).isEqualTo(clock.instant().plusSeconds(120));
    }

    @Test
    void whatCannotBeMended_isGivenUp() {
        report("github", "t0ken");
        target.status = 422;
        target.answer = "No commit found for SHA";
        move(RunState.SUCCEEDED);
        awaitState(NoticeState.FAILED);
        assertThat(newest().error()).isEqualTo("answered 422 No commit found for SHA");
    }

    @Test
    void outageOfMoreThanADay_isNotWaitedFor() {
        report("github", "t0ken");
        target.status = 503;
        move(RunState.SUCCEEDED);
        awaitAttempts(1);
        clock.advance(Duration.ofHours(25));
        awaitState(NoticeState.FAILED);
        assertThat(newest().error()).startsWith("given up: answered 503");
    }

    @Test
    void redirect_doesNotCarryTheTokenElsewhere() {
        report("github", "t0ken");
        target.status = 307;
        target.headers = Map.of("Location", target.url() + "/elsewhere");
        move(RunState.SUCCEEDED);
        awaitState(NoticeState.FAILED);
        assertThat(target.asked).hasSize(1);
    }

    @Test
    void gitlab_thatSaysSoAlreadyIsContent() {
        report("gitlab", "t0ken");
        target.status = 400;
        target.answer = "{\"message\":\"Cannot transition status via :enqueue from :pending\"}";
        move(RunState.QUEUED);
        awaitState(NoticeState.SENT);
    }

    @Test
    void projectThatReportsNowhere_writesNothing() {
        move(RunState.SUCCEEDED);
        assertThat(desk.told("shop", 10)).isEmpty();
        report("github", "t0ken");
        assertThat(desk.stop("shop", "mia")).isTrue();
        assertThat(desk.stop("shop", "mia")).isFalse();
        move(RunState.SUCCEEDED);
        assertThat(desk.told("shop", 10)).isEmpty();
    }
}
