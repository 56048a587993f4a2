package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An environment that takes only what is tagged takes it in whatever order commits, releases and tags come. */
class LateTagsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TAGGED = Stories.plain().gates("{tags: ['v*']}").text();

    @TempDir
    Path folder;

    private final ServingPlatform platform = new ServingPlatform();
    private Database database;
    private RolloutHouse house;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseAddress.of(null, folder));
        house = new RolloutHouse(database, "shop", Digest.of("web"), () -> platform);
        house.boot(house.crashes.immortal());
        house.start();
    }

    @AfterEach
    void close() {
        house.close();
        platform.close();
        database.close();
    }

    @Test
    void rolloutThatWaitsForATag_goesOnWhenItComes_andKeepsTheGateAsItStood() {
        Release release = house.release("1", TAGGED);
        Rollout rollout = house.deploy(release);
        reach(rollout, RolloutState.GATED);

        house.tag(release, "nightly");
        assertThat(rollouts()).hasSize(1);
        house.tag(release, "v1");

        reach(rollout, RolloutState.SUCCEEDED);
        assertThat(decided(rollout)).singleElement().satisfies(gate -> {
            assertThat(gate.state()).isEqualTo(GateStatus.State.PASSED);
            assertThat(gate.reason()).isEqualTo("its commit has the tag v1");
        });
    }

    @Test
    void releaseThatGaveWay_isBroughtByItsTag_andTheNewerOneByItsOwn() {
        Release first = house.release("1", TAGGED);
        Rollout waiting = house.deploy(first);
        reach(waiting, RolloutState.GATED);
        Release second = house.release("2", TAGGED);
        Rollout newer = house.deploy(second);
        reach(waiting, RolloutState.SUPERSEDED);

        house.tag(first, "v1");
        reach(newer, RolloutState.SUPERSEDED);
        Rollout brought = rollouts().getFirst();
        assertThat(brought.release()).isEqualTo(first.id());
        assertThat(brought.requestedBy()).isEqualTo(Clerk.SLIPWAY);
        reach(brought, RolloutState.SUCCEEDED);

        house.tag(second, "v2");
        assertThat(rollouts().getFirst().release()).isEqualTo(second.id());
        reach(rollouts().getFirst(), RolloutState.SUCCEEDED);
    }

    @Test
    void tagOfAnOlderRelease_orOfOneThatWasLetInBefore_bringsNothing() {
        Release first = house.release("1", TAGGED);
        Release second = house.release("2", TAGGED);
        house.tag(second, "v2");
        reach(rollouts().getFirst(), RolloutState.SUCCEEDED);

        house.tag(first, "v1");
        house.tag(second, "v2-again");

        assertThat(rollouts()).hasSize(1);
    }

    @Test
    void gatesThatFailed_areKeptWithTheRollout() {
        Rollout rollout = house.deploy(house.release(
                "1", Stories.plain().gates("{branches: [release]}").text()));

        reach(rollout, RolloutState.FAILED);
        assertThat(decided(rollout)).singleElement().satisfies(gate -> {
            assertThat(gate.name()).isEqualTo("branch");
            assertThat(gate.state()).isEqualTo(GateStatus.State.FAILED);
        });
    }

    private List<GateStatus> decided(Rollout rollout) {
        return database.read(sql -> Books.of(database).rollouts().gates(sql, rollout.id()));
    }

    private List<Rollout> rollouts() {
        return database.read(
                sql -> Books.of(database).rollouts().ofEnvironment(sql, "shop", RolloutHouse.ENVIRONMENT, 10));
    }

    private void reach(Rollout rollout, RolloutState state) {
        await().atMost(PATIENCE).until(() -> house.now(rollout).state() == state);
    }
}
