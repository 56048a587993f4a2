package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An environment that takes only what is tagged takes it in whatever order commits, releases and tags come. */
class LateTagsTest {

    private static final String TAGGED = Stories.plain().gates("{tags: ['v*']}").text();

    @TempDir
    Path folder;

    private ServingHouse serving;
    private RolloutHouse house;

    @BeforeEach
    void open() {
        serving = ServingHouse.atWork(folder);
        house = serving.house();
    }

    @AfterEach
    void close() {
        serving.close();
    }

    @Test
    void rolloutThatWaitsForATag_goesOnWhenItComes_andKeepsTheGateAsItStood() {
        Release release = house.release("1", TAGGED);
        Rollout rollout = house.deploy(release);
        house.reach(rollout, RolloutState.GATED);

        house.tag(release, "nightly");
        assertThat(rollouts()).hasSize(1);
        house.tag(release, "v1");

        house.reach(rollout, RolloutState.SUCCEEDED);
        assertThat(decided(rollout)).singleElement().satisfies(gate -> {
            assertThat(gate.state()).isEqualTo(GateStatus.State.PASSED);
            assertThat(gate.reason()).isEqualTo("its commit has the tag v1");
        });
    }

    @Test
    void releaseThatGaveWay_isBroughtByItsTag_andTheNewerOneByItsOwn() {
        Release first = house.release("1", TAGGED);
        Rollout waiting = house.deploy(first);
        house.reach(waiting, RolloutState.GATED);
        Release second = house.release("2", TAGGED);
        Rollout newer = house.deploy(second);
        house.reach(waiting, RolloutState.SUPERSEDED);

        house.tag(first, "v1");
        house.reach(newer, RolloutState.SUPERSEDED);
        Rollout brought = rollouts().getFirst();
        assertThat(brought.release()).isEqualTo(first.id());
        assertThat(brought.requestedBy()).isEqualTo(Clerk.SLIPWAY);
        house.reach(brought, RolloutState.SUCCEEDED);

        house.tag(second, "v2");
        assertThat(rollouts().getFirst().release()).isEqualTo(second.id());
        house.reach(rollouts().getFirst(), RolloutState.SUCCEEDED);
    }

    @Test
    void tagOfAnOlderRelease_orOfOneThatWasLetInBefore_bringsNothing() {
        Release first = house.release("1", TAGGED);
        Release second = house.release("2", TAGGED);
        house.tag(second, "v2");
        house.reach(rollouts().getFirst(), RolloutState.SUCCEEDED);

        house.tag(first, "v1");
        house.tag(second, "v2-again");

        assertThat(rollouts()).hasSize(1);
    }

    @Test
    void gatesThatFailed_areKeptWithTheRollout() {
        Rollout rollout = house.deploy(house.release(
                "1", Stories.plain().gates("{branches: [release]}").text()));

        house.reach(rollout, RolloutState.FAILED);
        assertThat(decided(rollout)).singleElement().satisfies(gate -> {
            assertThat(gate.name()).isEqualTo("branch");
            assertThat(gate.state()).isEqualTo(GateStatus.State.FAILED);
        });
    }

    private List<GateStatus> decided(Rollout rollout) {
        return serving.database()
                .read(sql -> Books.of(serving.database()).rollouts().gates(sql, rollout.id()));
    }

    private List<Rollout> rollouts() {
        return serving.database()
                .read(sql -> Books.of(serving.database())
                        .rollouts()
                        .ofEnvironment(sql, "shop", RolloutHouse.ENVIRONMENT, 10));
    }
}
