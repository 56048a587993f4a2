package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.rollout.Rollouts;
import dev.slipway.testkit.Databases;
import dev.slipway.testkit.PostgresServer;
import dev.slipway.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection to a real PostgreSQL is lost while a rollout is under way: users are served, and it goes on later. */
@Tag("slow")
class LostDatabaseTest {

    private static final Trail CALM = (_, _, _, _, _, _) -> {};

    @TempDir
    Path folder;

    @Test
    void connectionsCutInEveryTransition_areReplacedAndTheRolloutSucceeds() throws IOException {
        try (TestDatabase database = Databases.postgres();
                TroubleHouse house = new TroubleHouse(folder, DatabaseAddress.parse(database.address()))) {
            Release old = serving(house);
            Release next = house.release("2");
            Set<String> cut = ConcurrentHashMap.newKeySet();
            house.boot((_, _, what, subject, _, _) -> {
                if (!what.equals("rollout.request") && cut.add(subject + what)) {
                    Databases.cutConnections(database);
                }
            });

            Rollout rollout = house.over(house.deploy(next));

            assertThat(rollout.state()).as(rollout.reason()).isEqualTo(RolloutState.SUCCEEDED);
            assertThat(cut).hasSizeGreaterThan(8);
            everyTransitionOnce(house, rollout);
            onlyServes(house, next, old);
        }
    }

    @Test
    void serverThatGoesAwayInTheMiddle_isWaitedForAndTheRolloutGoesOn() throws IOException {
        try (PostgresServer postgres = PostgresServer.start();
                TroubleHouse house = new TroubleHouse(folder, DatabaseAddress.parse(postgres.address()))) {
            Release old = serving(house);
            Release next = house.release(
                    "2", config -> config.replace("setWeight: 50", "setWeight: 50\n          - pause: {}"));
            house.boot(CALM);
            Rollout rollout = house.deploy(next);
            house.await(rollout, RolloutState.HELD);

            postgres.down();
            assertThatThrownBy(() -> house.promote(rollout)).isInstanceOfSatisfying(Problem.class, problem -> {
                assertThat(problem.code()).isEqualTo("database-unavailable");
                assertThat(problem.hint()).isNotBlank();
            });
            assertThat(house.instances()).extracting(InstanceStatus::state).containsOnly(InstanceState.HEALTHY);
            assertThat(house.targets()).hasSize(2);
            postgres.up();
            assertThat(house.now(rollout).state()).isEqualTo(RolloutState.HELD);
            house.promote(rollout);

            assertThat(house.over(rollout).state()).isEqualTo(RolloutState.SUCCEEDED);
            everyTransitionOnce(house, rollout);
            onlyServes(house, next, old);
        }
    }

    @Test
    void instanceThatMovesWhileTheDatabaseIsAway_getsItsTrafficBack() throws IOException {
        try (PostgresServer postgres = PostgresServer.start();
                TroubleHouse house = new TroubleHouse(folder, DatabaseAddress.parse(postgres.address()))) {
            Release old = serving(house);
            List<String> before = house.targets();

            postgres.down();
            house.process(old).destroyForcibly();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> house.instances().stream()
                            .anyMatch(
                                    instance -> instance.restarts() == 1 && instance.state() == InstanceState.HEALTHY));
            postgres.up();

            await().atMost(Duration.ofSeconds(60)).until(() -> !house.targets().equals(before));
            assertThat(house.targets())
                    .containsExactly(house.instances().getFirst().address().orElseThrow());
        }
    }

    private static Release serving(TroubleHouse house) throws IOException {
        house.boot(CALM);
        Release release = house.release("1");
        assertThat(house.over(house.deploy(release)).state()).isEqualTo(RolloutState.SUCCEEDED);
        return release;
    }

    private static void everyTransitionOnce(TroubleHouse house, Rollout rollout) {
        List<Rollouts.Moment> timeline = house.timeline(rollout);
        for (int i = 1; i < timeline.size(); i++) {
            assertThat(timeline.get(i).from()).isEqualTo(timeline.get(i - 1).to());
        }
        assertThat(timeline.getLast().to()).isEqualTo(RolloutState.SUCCEEDED);
    }

    private static void onlyServes(TroubleHouse house, Release next, Release old) throws IOException {
        assertThat(house.serving().release()).contains(next.id());
        assertThat(house.serving().lane()).isEmpty();
        assertThat(house.edge.unanswered()).isEmpty();
        assertThat(house.notes("starts").stream()
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .collect(Collectors.groupingBy(name -> name, Collectors.counting())))
                .allSatisfy((name, starts) -> assertThat(starts).as(name).isEqualTo(1));
        await().until(() -> house.instances().stream()
                .noneMatch(instance -> instance.release().equals(old.id())));
    }
}
