package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.delivery.rollout.RolloutTransitions;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.TransitionTable;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.rollout.Rollouts;
import dev.slipway.testkit.Databases;
import dev.slipway.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The control plane dies at every row of the rollout's table: before its commit, after it, and before and after each
 * effect on instances and edge. Whatever the way, the rollout ends where it would have ended, nothing is done twice,
 * and no customer meets a closed door. The instances are servers of this process, so that 50 rows take seconds.
 */
@Tag("slow")
class RolloutCrashTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Set<TransitionTable.Row<RolloutState, RolloutEvent>> crashedAt = new HashSet<>();

    @TestFactory
    Stream<DynamicTest> everyRow_isCrashedAt() {
        return Stream.concat(
                tests(Databases.sqlite(), Stories.all()),
                Stream.of(DynamicTest.dynamicTest("no row is left out", this::noRowIsLeftOut)));
    }

    /** The rows are the same; what differs is how a transaction is left behind. */
    @TestFactory
    Stream<DynamicTest> crashes_areSurvivedOnPostgresql() {
        return tests(Databases.postgres(), Stories.some());
    }

    private Stream<DynamicTest> tests(TestDatabase place, List<Story> stories) {
        Database database = Database.open(DatabaseAddress.parse(place.address()));
        return stories.stream()
                .map(story -> DynamicTest.dynamicTest(story.name(), () -> tell(story, database)))
                .onClose(() -> {
                    database.close();
                    place.close();
                });
    }

    private void noRowIsLeftOut() {
        assertThat(crashedAt).containsExactlyInAnyOrderElementsOf(RolloutTransitions.TABLE.rows());
    }

    private void tell(Story story, Database database) throws InterruptedException {
        database.execute(sql -> sql.execute("delete from environment"));
        try (ServingPlatform platform = new ServingPlatform();
                RolloutHouse house = new RolloutHouse(database, project(story), Digest.of("web"), () -> platform)) {
            Release old = house.release("1", Stories.plain().text());
            house.work();
            Rollout first = house.deploy(old);
            house.reach(first, RolloutState.SUCCEEDED);
            Release next = house.release("2", story.config());
            story.before().accept(new Story.Stage(house, platform), next);

            Rollout rollout = house.deployThroughCrashes(next);
            house.liveUntilOver(rollout, story.steps());

            crashedAt.addAll(house.crashes.rows());
            assertThat(house.now(rollout).state()).isEqualTo(story.end());
            endsWell(house, platform, story.serves() == Story.Serves.OLD ? old : newest(story, house, next));
            assertThat(platform.starts())
                    .filteredOn(name -> !name.contains(old.id()))
                    .doesNotHaveDuplicates();
            List<Rollouts.Moment> timeline = house.timeline(rollout);
            hangsTogether(timeline);
            auditTells(database, rollout, timeline);
        }
    }

    private static String project(Story story) {
        return story.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
    }

    /** What a story brings, or what overtook it. */
    private static Release newest(Story story, RolloutHouse house, Release next) {
        return story.end() == RolloutState.SUPERSEDED ? house.newest() : next;
    }

    private static void endsWell(RolloutHouse house, ServingPlatform platform, Release serves) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(house.serving().release()).contains(serves.id());
            assertThat(house.serving().lane()).isEmpty();
            assertThat(house.running()).containsOnly(serves.id() + " HEALTHY 0");
            assertThat(house.routed()).containsExactly(serves.id());
        });
        assertThat(platform.starts().size() - platform.stops().size())
                .isEqualTo(house.running().size());
        assertThat(platform.stops()).doesNotHaveDuplicates();
        assertThat(house.edge.unanswered()).isEmpty();
    }

    private static void hangsTogether(List<Rollouts.Moment> timeline) {
        RolloutState state = RolloutTransitions.TABLE.initial();
        for (Rollouts.Moment moment : timeline) {
            assertThat(moment.from()).isEqualTo(state);
            state = RolloutTransitions.TABLE.next(state, moment.event());
            assertThat(moment.to()).isEqualTo(state);
        }
    }

    private static void auditTells(Database database, Rollout rollout, List<Rollouts.Moment> timeline) {
        List<String> happened = new ArrayList<>(List.of("rollout.request"));
        timeline.forEach(
                moment -> happened.add("rollout." + moment.event().name().toLowerCase(Locale.ROOT)));
        List<String> told =
                database.read(sql -> Audit.latestOf(sql, rollout.project(), Integer.MAX_VALUE)).reversed().stream()
                        .filter(row -> row.entry().subject().equals(rollout.id()))
                        .map(row -> row.entry().what())
                        .filter(what -> !Set.of("rollout.approve", "rollout.break-glass", "rollout.pause")
                                .contains(what))
                        .toList();
        assertThat(told).isEqualTo(happened);
        assertThat(database.read(Audit::verify).intact()).isTrue();
    }
}
