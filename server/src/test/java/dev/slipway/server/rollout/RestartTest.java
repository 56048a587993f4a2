package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.Traffic;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.server.rollout.ServingPlatform.Ailment;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.rollout.Rollouts.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances of what serves are replaced by others of the same release. */
class RestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KEY = "shop:production:web";

    @TempDir
    Path folder;

    private final ServingPlatform platform = new ServingPlatform();
    private Database database;
    private RolloutHouse house;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseAddress.of(null, folder));
        house = new RolloutHouse(database, "shop", Digest.of("web"), () -> platform);
        house.work();
    }

    @AfterEach
    void close() {
        house.close();
        platform.close();
        database.close();
    }

    private Release serve(Stories.Config config) {
        Release release = house.release("1", config.text());
        house.reach(house.deploy(release), RolloutState.SUCCEEDED);
        return release;
    }

    @Test
    void everyInstance_isReplacedWhileAsManyServe() {
        Release release =
                house.release("1", Stories.plain().bake("1h").instances(3).text());
        Rollout first = house.deploy(release);
        house.reach(first, RolloutState.BAKING);
        house.commands().promote(first.id(), new Commands.Word("ada", "no bake"));
        house.reach(first, RolloutState.SUCCEEDED);
        Instant since = house.serving().since().orElseThrow();
        List<String> tasks = platform.tasks();
        List<Integer> targets = new CopyOnWriteArrayList<>();
        platform.onChange(_ -> targets.add(targets().size()));

        Rollout restart = house.restart(Optional.empty());
        house.reach(restart, RolloutState.SUCCEEDED);

        assertThat(names()).containsExactly(name(release, "0-1"), name(release, "1-1"), name(release, "2-1"));
        assertThat(platform.starts().subList(3, 6))
                .containsExactly(name(release, "0-1"), name(release, "1-1"), name(release, "2-1"));
        assertThat(platform.stops()).containsExactly(name(release, "2"), name(release, "1"), name(release, "0"));
        assertThat(targets).isNotEmpty().allMatch(count -> count >= 3);
        await().atMost(PATIENCE).until(() -> targets().equals(names()));
        assertThat(house.routed()).containsExactly(release.id());
        assertThat(house.edge.unanswered()).isEmpty();
        assertThat(platform.tasks()).isEqualTo(tasks);
        assertThat(house.serving().release()).contains(release.id());
        assertThat(house.serving().since()).contains(since);
        assertThat(house.timeline(restart)).extracting(Moment::text).noneMatch(text -> text.contains("judge has"));
        assertThat(house.timeline(restart))
                .extracting(Moment::text)
                .noneMatch(text -> text.contains("old release") || text.contains("of traffic goes to shop-"))
                .anyMatch(text -> text.endsWith("% of traffic goes to the new instances"));
    }

    @Test
    void oneInstance_isReplacedAndTheOthersAreNotTouched() {
        Release release = serve(Stories.plain().instances(3));
        platform.ail(name(release, "1"), Ailment.IS_NOT_HEALTHY);
        platform.ail(name(release, "2"), Ailment.IS_NOT_HEALTHY);

        house.reach(house.restart(Optional.of(name(release, "1"))), RolloutState.SUCCEEDED);

        assertThat(names()).containsExactly(name(release, "0"), name(release, "1-1"), name(release, "2"));
        assertThat(platform.stops()).containsExactly(name(release, "1"));

        house.reach(house.restart(Optional.of(name(release, "1-1"))), RolloutState.SUCCEEDED);

        assertThat(names()).containsExactly(name(release, "0"), name(release, "1-2"), name(release, "2"));
        assertThat(house.edge.unanswered()).isEmpty();
    }

    @Test
    void requestThatRuns_isWaitedFor() {
        Release release = serve(Stories.plain());
        house.edge.hold(release.id());

        Rollout restart = house.restart(Optional.empty());
        house.reach(restart, RolloutState.FINISHING);
        await().atMost(PATIENCE).until(() -> house.edge.heldLooks() > 2);
        assertThat(platform.stops()).isEmpty();
        assertThat(house.now(restart).reason()).endsWith("; requests that still run on the old release: 1");

        house.edge.hold(null);
        house.reach(restart, RolloutState.SUCCEEDED);
        assertThat(house.now(restart).reason())
                .isEqualTo("the same release with other instances, so nothing is judged");
        assertThat(platform.stops()).containsExactly(name(release, "0"));
    }

    @Test
    void newInstanceThatCannotRun_leavesTheOldOneServing() {
        Release release = serve(Stories.plain().irreversible().instances(2));
        platform.ail(name(release, "1"), Ailment.IS_NOT_HEALTHY);
        platform.ail(name(release, "0-1"), Ailment.CANNOT_START);

        Rollout restart = house.restart(Optional.empty());
        house.reach(restart, RolloutState.ROLLED_BACK);

        assertThat(names()).containsExactly(name(release, "0"), name(release, "1"));
        assertThat(targets()).containsExactly(name(release, "0"));
        assertThat(house.now(restart).reason()).contains("failed");
        assertThat(house.edge.unanswered()).isEmpty();

        platform.heal(name(release, "0-1"));
        house.reach(house.restart(Optional.empty()), RolloutState.SUCCEEDED);
        assertThat(names()).containsExactly(name(release, "0-1"), name(release, "1-1"));
    }

    @Test
    void whereTwoMustNotMeet_theOldOneLeavesFirst() {
        Release release = serve(Stories.plain().strategy("recreate: {}").instances(2));

        house.reach(house.restart(Optional.of(name(release, "0"))), RolloutState.SUCCEEDED);

        assertThat(names()).containsExactly(name(release, "0-1"), name(release, "1"));
        assertThat(platform.stops()).containsExactly(name(release, "0"));
        assertThat(house.edge.unanswered()).isEmpty();
    }

    @Test
    void rolloutUnderWay_refusesIt_andOneThatWaitsIsNotDisturbed() {
        serve(Stories.plain());
        Release next =
                house.release("2", Stories.asking().gates("{reviewers: [bea]}").text());
        Rollout waiting = house.deploy(next);
        house.reach(waiting, RolloutState.GATED);

        house.reach(house.restart(Optional.empty()), RolloutState.SUCCEEDED);
        assertThat(house.now(waiting).state()).isEqualTo(RolloutState.GATED);

        house.commands().approve(waiting.id(), new Commands.Word("bea", ""));
        house.reach(waiting, RolloutState.HELD);
        refused(() -> house.restart(Optional.empty()), "lane-taken");
    }

    @Test
    void whatIsNotThere_isRefusedInWords() {
        refused(() -> house.restart(Optional.empty()), "no-environment");
        Release release = serve(Stories.plain());

        assertThatThrownBy(() -> house.restart(Optional.of(name(release, "O"))))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("no-instance");
                    assertThat(problem.hint()).contains(name(release, "0"));
                });
    }

    @Test
    void releaseBefore_comesBackAfterARestart() {
        Release old = serve(Stories.plain());
        Release next = house.release("2", Stories.plain().warmText());
        house.reach(house.deploy(next), RolloutState.SUCCEEDED);
        house.reach(house.restart(Optional.empty()), RolloutState.SUCCEEDED);

        Rollout back = house.rollback();
        house.reach(back, RolloutState.SUCCEEDED);

        assertThat(house.routed()).containsExactly(old.id());
        assertThat(names()).containsExactly(name(old, "0"));
    }

    @Test
    void rollbackInTheMidstOfARestart_callsItOffAndGoesBack() {
        Release old = serve(Stories.plain());
        Release next = house.release("2", Stories.plain().warmText());
        house.reach(house.deploy(next), RolloutState.SUCCEEDED);
        platform.ail(name(next, "0-1"), Ailment.IS_NOT_HEALTHY);
        Rollout restart = house.restart(Optional.empty());
        house.reach(restart, RolloutState.STARTED);

        Rollout back = house.rollback();
        house.reach(back, RolloutState.SUCCEEDED);

        assertThat(house.now(restart).state()).isEqualTo(RolloutState.ROLLED_BACK);
        assertThat(house.routed()).containsExactly(old.id());
        assertThat(house.edge.unanswered()).isEmpty();
    }

    @Test
    void controlPlaneThatDiesAtEveryPoint_losesNothing() throws InterruptedException {
        Release release = serve(Stories.plain().instances(2));
        house.boot(house.crashes.immortal());
        Rollout restart = house.restart(Optional.empty());

        house.liveUntilOver(restart, List.of());

        assertThat(house.crashes.count()).isGreaterThan(20);
        assertThat(house.now(restart).state()).isEqualTo(RolloutState.SUCCEEDED);
        await().atMost(PATIENCE).until(() -> names().equals(List.of(name(release, "0-1"), name(release, "1-1"))));
        await().atMost(PATIENCE).until(() -> targets().equals(names()));
        assertThat(platform.starts()).doesNotHaveDuplicates();
        assertThat(house.edge.unanswered()).isEmpty();
    }

    private static void refused(ThrowingCallable act, String code) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private static String name(Release release, String ordinal) {
        return "production.web." + release.id() + "." + ordinal;
    }

    private List<String> names() {
        return platform.instances().stream().map(InstanceStatus::name).sorted().toList();
    }

    private List<String> targets() {
        return house.edge.route(KEY).orElseThrow().pools().stream()
                .filter(pool -> pool.weight() > 0)
                .flatMap(pool -> pool.instances().stream())
                .map(Traffic.Target::id)
                .sorted()
                .toList();
    }
}
