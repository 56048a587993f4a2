package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.delivery.port.Platform;
import dev.slipway.delivery.port.Traffic;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutEngineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final ServingPlatform platform = new ServingPlatform();
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseAddress.of(null, folder));
    }

    @AfterEach
    void close() {
        platform.close();
        database.close();
    }

    private RolloutHouse house(Platform with) {
        RolloutHouse house = new RolloutHouse(database, "shop", Digest.of("web"), () -> with);
        house.work();
        return house;
    }

    private static Rollout serve(RolloutHouse house, Release release) {
        Rollout rollout = house.deploy(release);
        house.reach(rollout, RolloutState.SUCCEEDED);
        return rollout;
    }

    @Test
    void errorInAStep_doesNotEndTheRolloutsSeat() {
        Queue<Error> errors = new ConcurrentLinkedQueue<>(List.of(
                new NoClassDefFoundError("for once"), new OutOfMemoryError("for once"), new StackOverflowError()));
        try (RolloutHouse house = house(new FailingPlatform(platform, errors))) {
            serve(house, house.release("1", Stories.plain().text()));

            assertThat(errors).isEmpty();
            assertThat(platform.starts()).hasSize(1);
        }
    }

    @Test
    void routeFollowsAnInstanceThatMoved_whileAPersonIsAwaited() {
        try (RolloutHouse house = house(platform)) {
            Release old = house.release("1", Stories.plain().text());
            serve(house, old);
            Rollout rollout = house.deploy(
                    house.release("2", Stories.asking().irreversible().text()));
            house.reach(rollout, RolloutState.HELD);
            house.commands().abort(rollout.id(), new Commands.Word("ada", ""));
            house.reach(rollout, RolloutState.NEEDS_HUMAN);

            platform.move("production.web." + old.id() + ".0");

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(routed(house))
                            .containsExactlyInAnyOrderElementsOf(platform.instances().stream()
                                    .map(instance -> instance.release() + " 50 "
                                            + instance.address().orElseThrow())
                                    .toList()));
            assertThat(house.now(rollout).state()).isEqualTo(RolloutState.NEEDS_HUMAN);
        }
    }

    @Test
    void warmRelease_isGoneBackToWithoutAStartAndEndsInTime() {
        try (RolloutHouse house = house(platform)) {
            String config =
                    Stories.plain().strategy("blueGreen: {keepWarm: 24h}").warmText();
            Release old = house.release("1", config);
            serve(house, old);
            Release next = house.release("2", config);
            serve(house, next);
            assertThat(house.running()).hasSize(2);
            assertThat(house.routed()).containsExactly(next.id());

            Rollout back = house.rollback();
            house.reach(back, RolloutState.SUCCEEDED);

            assertThat(house.routed()).containsExactly(old.id());
            assertThat(platform.starts()).hasSize(2);
            assertThat(Duration.between(
                            back.requestedAt(),
                            house.timeline(back).stream()
                                    .filter(moment -> moment.event() == RolloutEvent.ROUTE)
                                    .findFirst()
                                    .orElseThrow()
                                    .at()))
                    .isLessThan(Duration.ofSeconds(5));
            await().atMost(PATIENCE).until(() -> house.running().size() == 1);
        }
    }

    @Test
    void oldRelease_livesAsLongAsTheEdgeLetsItsRequestsGoOn_howeverLongTheControlPlaneWasAway() {
        try (RolloutHouse house = house(platform)) {
            Release old = house.release("1", Stories.plain().text());
            serve(house, old);
            house.edge.hold(old.id());
            Rollout rollout = house.deploy(house.release("2", Stories.plain().text()));
            house.reach(rollout, RolloutState.FINISHING);

            house.pass(Duration.ofHours(1));
            house.work();

            int seen = house.edge.heldLooks();
            await().atMost(PATIENCE).until(() -> house.edge.heldLooks() > seen + 2);
            assertThat(platform.stops()).isEmpty();
            house.edge.hold(null);
            house.reach(rollout, RolloutState.SUCCEEDED);
            assertThat(platform.stops()).containsExactly("production.web." + old.id() + ".0");
        }
    }

    @Test
    void oldRelease_isStoppedUnderARequestThatTheEdgeShouldHaveEnded() {
        try (RolloutHouse house = house(platform)) {
            Release old = house.release("1", Stories.plain().text());
            serve(house, old);
            house.edge.hold(old.id());
            Rollout rollout = house.deploy(house.release("2", Stories.plain().text()));
            house.reach(rollout, RolloutState.FINISHING);

            house.edge.overdue(Duration.ofSeconds(41));

            house.reach(rollout, RolloutState.SUCCEEDED);
            assertThat(platform.stops()).containsExactly("production.web." + old.id() + ".0");
        }
    }

    @Test
    void rollback_pastAContractMigrationIsRefused() {
        try (RolloutHouse house = house(platform)) {
            Release old = house.release("1", Stories.plain().warmText());
            serve(house, old);
            Release next = house.release("2", Stories.plain().text());
            serve(house, next);

            assertThatThrownBy(house::rollback)
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(e.code()).isEqualTo("contracted"));

            Release later = house.release("3", Stories.plain().warmText());
            serve(house, later);
            assertThat(house.rollback().release()).isEqualTo(next.id());
        }
    }

    @Test
    void contractMigrationThatFailed_isNeverRolledBack() {
        try (RolloutHouse house = house(platform)) {
            serve(house, house.release("1", Stories.plain().text()));
            Release next = house.release("2", Stories.plain().text());
            platform.ail(next.id(), ServingPlatform.Ailment.CANNOT_CONTRACT);
            Rollout rollout = house.deploy(next);
            house.reach(rollout, RolloutState.NEEDS_HUMAN);

            refusesToGoBack(() -> house.commands().resume(rollout.id(), new Commands.Word("ada", "again")));
            assertThat(Commands.possible(house.now(rollout), house.timeline(rollout)))
                    .containsExactly("promote", "abort");
            house.commands().abort(rollout.id(), new Commands.Word("ada", "contracted by hand"));
            house.reach(rollout, RolloutState.FAILED);

            refusesToGoBack(house::rollback);
            assertThat(house.routed()).containsExactly(next.id());
        }
    }

    private static void refusesToGoBack(ThrowingCallable back) {
        assertThatThrownBy(back)
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("contracted"));
    }

    @Test
    void instancesOfTheNewRelease_areNotStartedAnewWhileTheyAreJudged() {
        try (RolloutHouse house = house(platform)) {
            Release old = house.release("1", Stories.plain().text());
            serve(house, old);
            await().atMost(PATIENCE).until(() -> platform.spared().isEmpty());
            Release next = house.release("2", Stories.asking().bake("1h").text());
            Rollout rollout = house.deploy(next);

            house.reach(rollout, RolloutState.HELD);
            await().atMost(PATIENCE).until(() -> platform.spared().isEmpty());
            house.commands().promote(rollout.id(), new Commands.Word("ada", ""));
            house.reach(rollout, RolloutState.HELD);
            house.commands().promote(rollout.id(), new Commands.Word("ada", ""));
            house.reach(rollout, RolloutState.BAKING);
            await().atMost(PATIENCE).until(() -> platform.spared().equals(Set.of(next.id())));

            house.commands().promote(rollout.id(), new Commands.Word("ada", ""));
            house.reach(rollout, RolloutState.SUCCEEDED);
            await().atMost(PATIENCE).until(() -> platform.spared().isEmpty());
        }
    }

    @Test
    void warmRelease_outlivesAControlPlaneAndEndsWhenItsTimeIsOver() {
        try (RolloutHouse house = house(platform)) {
            String config =
                    Stories.plain().strategy("blueGreen: {keepWarm: 24h}").warmText();
            serve(house, house.release("1", config));
            serve(house, house.release("2", config));

            house.pass(Duration.ofHours(23));
            house.work();
            assertThat(house.running()).hasSize(2);
            house.pass(Duration.ofHours(1));
            house.work();

            await().atMost(PATIENCE).until(() -> house.running().size() == 1);
            assertThat(platform.stops()).singleElement().asString().contains("-1.0");
        }
    }

    private static List<String> routed(RolloutHouse house) {
        Traffic.Route route = house.edge.route("shop:production:web").orElseThrow();
        return route.pools().stream()
                .map(pool -> pool.release() + " " + pool.weight() + " "
                        + pool.instances().getFirst().address())
                .toList();
    }
}
