package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.server.git.History;
import dev.slipway.server.git.Repositories;
import dev.slipway.server.ui.StandingPlatform;
import dev.slipway.server.web.Events;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of environments and rollouts, and what people may ask of them. */
class OverviewTest {

    private static final String CONFIG = """
            services: {web: {artifact: web, command: ./web, secrets: [TOKEN]}}
            environments:
              staging: {}
              production: {gates: {reviewers: {count: 1}}}
              live: {after: staging, automatic: false}
            """;
    private static final Commands.Word ADA = new Commands.Word("ada", "");

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.start();
    private final SetSecrets vault = new SetSecrets();
    private Database database;
    private Books books;
    private Clerk clerk;
    private Overview overview;
    private Commands commands;
    private Gatehouse gatehouse;
    private String commit = "";

    @BeforeEach
    void open() throws IOException {
        database = Database.open(DatabaseAddress.of(null, folder));
        books = Books.of(database);
        Plans plans = new Plans(books);
        Trail trail = (_, _, _, _, _, _) -> {};
        clerk = new Clerk(books, plans, trail, new Events(), clock);
        gatehouse = new Gatehouse(books, plans, (_, _) -> Map.of(), Reports.NONE, Tags.NONE, clock);
        Repositories repositories = new Repositories(folder.resolve("repositories"));
        repositories.create("shop", "main");
        commit = commit(folder.resolve("repositories/shop.git"));
        overview = new Overview(books, plans, gatehouse, new StandingPlatform(), new History(repositories), vault);
        commands = new Commands(books, plans, clerk, gatehouse, trail, vault, clock);
        vault.versions.put("TOKEN", 1L);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void environment_remembersTheRolloutThatEndedLast() {
        Rollout good = serve(release("1"));
        clock.advance(Duration.ofMinutes(1));
        Rollout bad =
                commands.deploy("shop", "staging", Optional.of(release("2").id()), ADA);
        Rollout ended = move(move(move(bad, RolloutEvent.ADMIT), RolloutEvent.OPEN), RolloutEvent.FAIL, "disk full");

        Overview.EnvironmentView staging = overview.environments("shop").getFirst();

        assertThat(staging.rollout()).isEmpty();
        assertThat(staging.release()).contains(good.release());
        assertThat(staging.last())
                .contains(new Overview.LastRollout(
                        ended.id(), "shop-2", ended.state(), "disk full", "ada", clock.instant()));
        assertThat(overview.environments("shop").get(1).last()).isEmpty();
    }

    @Test
    void rollouts_carryGatesAndTimeline() {
        commands.deploy("shop", "production", Optional.of(release("1").id()), ADA);
        Rollout gated = move(books(1), RolloutEvent.ADMIT);

        RolloutView view =
                overview.rollouts("shop", Optional.of("production"), 10).getFirst();

        assertThat(view.gates()).extracting(GateStatus::name).contains("reviewers");
        assertThat(view.timeline()).hasSize(1);
        assertThat(view.id()).isEqualTo(gated.id());
        assertThat(overview.rollouts("shop", Optional.of("staging"), 10)).isEmpty();
        assertThat(overview.rollouts("shop", Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void unknownNames_areNotFoundWithTheNearest() {
        release("1");

        assertNotFound(() -> overview.rollouts("shop", Optional.of("stagign"), 10), "did you mean 'staging'?");
        assertNotFound(() -> overview.plan("shop", "prodution", Optional.empty(), "ada"), "did you mean 'production'?");
        assertNotFound(() -> overview.plan("shop", "staging", Optional.of("shpo-1"), "ada"), "did you mean 'shop-1'?");
        assertNotFound(() -> overview.plan("blog", "staging", Optional.of("shop-1"), "ada"), "slipway releases");
        assertNotFound(() -> commands.rollback("shop", "stagin", ADA), "did you mean 'staging'?");
    }

    @Test
    void sameRelease_isDeployedAgainOnceASecretHasChanged() {
        Rollout serving = serve(release("1"));
        assertThatThrownBy(() -> commands.deploy("shop", "staging", Optional.empty(), ADA))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("already-serves"));
        assertThat(overview.plan("shop", "staging", Optional.empty(), "ada").warnings())
                .contains("it serves already and no secret has changed: there is nothing to deploy");

        vault.versions.put("TOKEN", 2L);
        Forecast.PlanView plan = overview.plan("shop", "staging", Optional.empty(), "ada");
        Rollout again = commands.deploy("shop", "staging", Optional.empty(), ADA);

        assertThat(plan.again()).isTrue();
        assertThat(plan.secrets()).containsExactly(new ServedSecrets.Change("TOKEN", Optional.of(1L), Optional.of(2L)));
        assertThat(plan.warnings()).contains("it serves already: a deploy brings the changed secrets only");
        assertThat(again.previous()).contains(serving.release());
    }

    @Test
    void missingSecret_isSaidBeforeTheRolloutFailsByIt() {
        release("1");
        vault.versions.clear();

        assertThat(overview.plan("shop", "staging", Optional.empty(), "ada").warnings())
                .contains("no secret TOKEN: the rollout would fail");
    }

    @Test
    void plan_saysWhatADeployIsRefusedFor_untilItWouldBegin() {
        Release release = release("1");
        assertThatThrownBy(() -> commands.deploy("shop", "live", Optional.empty(), ADA))
                .isInstanceOf(Problem.class)
                .hasMessage("shop-1 has not succeeded in staging, which comes before live");

        assertThat(overview.plan("shop", "live", Optional.empty(), "ada").refusal())
                .contains("shop-1 has not succeeded in staging, which comes before live");

        serve(release);
        assertThat(overview.plan("shop", "live", Optional.empty(), "ada").refusal())
                .isEmpty();
    }

    @Test
    void plan_ofAReleaseThatIsOnItsWay_hasTheGatesOfItsRollout() {
        Rollout asked =
                commands.deploy("shop", "production", Optional.of(release("1").id()), ADA);
        Rollout gated = move(asked, RolloutEvent.ADMIT);
        commands.approve(gated.id(), new Commands.Word("grace", ""));

        Forecast.PlanView plan = overview.plan("shop", "production", Optional.empty(), "ada");

        assertThat(plan.gates()).extracting(GateStatus::state).containsOnly(GateStatus.State.PASSED);
        assertThat(plan.warnings()).contains("it is on its way there already: " + gated.id() + " is GATED");
        assertThat(plan.rollout()).contains(gated.id());
        assertThat(overview.plan("shop", "production", Optional.of(release("2").id()), "ada")
                        .gates())
                .extracting(GateStatus::state)
                .contains(GateStatus.State.WAITING);
    }

    @Test
    void newSideOfTheSameRelease_isCountedApart() {
        Rollout serving = serve(release("1"));
        vault.versions.put("TOKEN", 2L);
        Rollout asked = commands.deploy("shop", "staging", Optional.empty(), ADA);
        Rollout opened = move(move(asked, RolloutEvent.ADMIT), RolloutEvent.OPEN);
        Rollout prepared =
                opened.staying(opened.progress().withSecrets(Map.of("TOKEN", 2L)), "prepared", clock.instant());

        assertThat(opened.progress().previousSecrets()).containsEntry("TOKEN", 1L);
        assertThat(Side.pool(prepared)).startsWith("shop-1.").isNotEqualTo(Side.pool(serving));
        assertThat(Side.pool(serving)).isEqualTo("shop-1");
    }

    @Test
    void scoreboard_countsWhatEndedWithinItsTime() {
        serve(release("1"));
        clock.advance(Duration.ofDays(40));
        serve(release("2"));
        clock.advance(Duration.ofDays(2));
        serve(release("3"));
        Scoreboard board = new Scoreboard(
                books, new Plans(books), new History(new Repositories(folder.resolve("repositories"))), clock);

        Scoreboard.View month = board.of("shop", "staging", 30);
        Scoreboard.View year = board.of("shop", "staging", Scoreboard.MOST_DAYS);

        assertThat(month.deployments()).isEqualTo(2);
        assertThat(month.interval().medianSeconds()).contains(Duration.ofDays(2).toSeconds() * 1.0);
        assertThat(month.changeFailRate()).contains(0.0);
        assertThat(month.leadTime().count()).isEqualTo(2);
        assertThat(month.whole()).isTrue();
        assertThat(year.deployments()).isEqualTo(3);
        assertThat(Duration.between(year.from(), year.until())).isEqualTo(Duration.ofDays(Scoreboard.MOST_DAYS));
        assertNotFound(() -> board.of("shop", "stagign", 30), "did you mean 'staging'?");
    }

    @Test
    void rollback_afterChangedSecrets_returnsToThoseBefore() {
        Release only = release("1");
        serve(only);
        clock.advance(Duration.ofMinutes(1));
        vault.versions.put("TOKEN", 2L);
        serve(only);

        Rollout back = commands.rollback("shop", "staging", ADA);
        Rollout opened = move(move(back, RolloutEvent.ADMIT), RolloutEvent.OPEN);

        assertThat(back.release()).isEqualTo(only.id());
        assertThat(gatehouse.lastServed(opened).map(Progress::secrets)).contains(Map.of("TOKEN", 1L));
    }

    @Test
    void rollbackAfterARollback_leadsFurtherBack() {
        Release first = release("1");
        Release second = release("2");
        serve(first, 1);
        serve(second, 2);
        serve(first, 3);

        assertThat(commands.before("shop", "staging")).contains(second.id());
        Rollout once = back();
        assertThat(commands.before("shop", "staging")).contains(first.id());
        Rollout twice = back();
        assertThat(commands.before("shop", "staging")).isEmpty();

        assertThat(once.release()).isEqualTo(second.id());
        assertThat(once.progress().secrets()).isEqualTo(Map.of("TOKEN", 2L));
        assertThat(twice.release()).isEqualTo(first.id());
        assertThat(twice.progress().secrets()).isEqualTo(Map.of("TOKEN", 1L));
        assertThatThrownBy(this::back)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("no-earlier-release"));
        assertThat(serve(second, 4).release()).isEqualTo(second.id());
        assertThat(back().release()).isEqualTo(first.id());
    }

    private Rollout serve(Release release, long token) {
        clock.advance(Duration.ofMinutes(1));
        vault.versions.put("TOKEN", token);
        return serve(release);
    }

    private static String commit(Path repository) throws IOException {
        try (Repository git = new FileRepositoryBuilder()
                        .setGitDir(repository.toFile())
                        .build();
                ObjectInserter inserter = git.newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(new TreeFormatter()));
            commit.setAuthor(new PersonIdent("Ada", "ada@example.org"));
            commit.setCommitter(commit.getAuthor());
            commit.setMessage("first");
            String id = inserter.insert(commit).name();
            inserter.flush();
            return id;
        }
    }

    @Test
    void releaseThatCannotBeReadAnyMore_hidesNothingOfTheOthers() {
        Rollout old =
                commands.deploy("shop", "production", Optional.of(release("1").id()), ADA);
        Rollout newer =
                commands.deploy("shop", "production", Optional.of(release("2").id()), ADA);
        unreadable(old.release());

        Overview later = new Overview(
                books,
                new Plans(books),
                new Gatehouse(books, new Plans(books), (_, _) -> Map.of(), Reports.NONE, Tags.NONE, clock),
                new StandingPlatform(),
                new History(new Repositories(folder.resolve("repositories"))),
                vault);
        for (List<RolloutView> views : List.of(later.rollouts("shop", Optional.empty(), 10), later.brief("shop", 10))) {
            assertThat(views).extracting(RolloutView::id).containsExactlyInAnyOrder(old.id(), newer.id());
            assertThat(views)
                    .filteredOn(view -> view.id().equals(old.id()))
                    .allMatch(view -> view.steps().isEmpty());
            assertThat(views)
                    .filteredOn(view -> view.id().equals(newer.id()))
                    .noneMatch(view -> view.steps().isEmpty());
        }
    }

    @Test
    void plan_ofACommitThatGitHasNoMore_saysSo() {
        commit = "0123456789012345678901234567890123456789";
        Release gone = release("1");

        Forecast.PlanView plan = overview.plan("shop", "staging", Optional.of(gone.id()), "ada");

        assertThat(plan.commits()).isEmpty();
        assertThat(plan.warnings()).anyMatch(warning -> warning.contains("there is no commit '" + commit));
    }

    private void unreadable(String release) {
        database.execute(sql -> sql.update(org.jooq.impl.DSL.table("release"))
                .set(org.jooq.impl.DSL.field("config_text", String.class), "services: 7")
                .where(org.jooq.impl.DSL.field("id", String.class).eq(release))
                .execute());
    }

    private Release release(String version) {
        TreeMap<String, Digest> artifacts = new TreeMap<>(Map.of("web", Digest.of(version)));
        Release draft = new Release(
                "",
                "shop",
                commit,
                "refs/heads/main",
                "ada",
                "ada",
                "version " + version,
                artifacts,
                Digest.of(CONFIG),
                Release.digestOf(commit, artifacts, Digest.of(CONFIG)),
                clock.instant());
        return database.transaction(sql -> books.releases().create(sql, draft, CONFIG));
    }

    /** Brings a release all the way, as the engine would. */
    private Rollout serve(Release release) {
        Rollout asked = commands.deploy("shop", "staging", Optional.of(release.id()), ADA);
        return bring(move(move(asked, RolloutEvent.ADMIT), RolloutEvent.OPEN), vault.versions);
    }

    private Rollout back() {
        clock.advance(Duration.ofMinutes(1));
        Rollout asked = commands.rollback("shop", "staging", ADA);
        Rollout opened = move(move(asked, RolloutEvent.ADMIT), RolloutEvent.OPEN);
        return bring(opened, gatehouse.lastServed(opened).orElseThrow().secrets());
    }

    private Rollout bring(Rollout opened, Map<String, Long> secrets) {
        Progress frozen = opened.progress().withSecrets(secrets);
        Rollout at = database.transaction(
                sql -> clerk.write(sql, opened, RolloutEvent.PREPARE, frozen, "prepared", "slipway"));
        for (RolloutEvent event : new RolloutEvent[] {
            RolloutEvent.HEALTHY,
            RolloutEvent.VERIFY,
            RolloutEvent.ROUTE,
            RolloutEvent.COMPLETE,
            RolloutEvent.SETTLE,
            RolloutEvent.BAKED,
            RolloutEvent.FINISH
        }) {
            at = move(at, event);
        }
        assertThat(at.state()).isEqualTo(RolloutState.SUCCEEDED);
        return at;
    }

    private Rollout move(Rollout rollout, RolloutEvent event) {
        return move(rollout, event, "test");
    }

    private Rollout move(Rollout rollout, RolloutEvent event, String why) {
        return database.transaction(sql -> clerk.write(sql, rollout, event, rollout.progress(), why, "slipway"));
    }

    private Rollout books(int count) {
        return database.read(sql -> books.rollouts().ofProject(sql, "shop", count))
                .getFirst();
    }

    private static void assertNotFound(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String hint) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
            assertThat(problem.hint()).contains(hint);
        });
    }

    /** Versions of secrets that a test sets; values do not matter here. */
    private static final class SetSecrets implements Vault {

        private final Map<String, Long> versions = new HashMap<>();

        @Override
        public Map<String, Long> newest(String project, String environment, Collection<String> names) {
            return names.stream()
                    .collect(Collectors.toMap(
                            name -> name,
                            name -> Optional.ofNullable(versions.get(name))
                                    .orElseThrow(() -> Problem.of(
                                            Problem.Kind.NOT_FOUND, "no-secret", "no secret " + name, null))));
        }

        @Override
        public Map<String, Long> ofPreviews(String project, Collection<String> names) {
            return newest(project, "preview", names);
        }

        @Override
        public Map<String, String> reveal(String project, String environment, Map<String, Long> asked) {
            return asked.keySet().stream().collect(Collectors.toMap(name -> name, name -> "value"));
        }
    }
}
