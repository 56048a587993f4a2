package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import java.io.IOException;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release whose parts are missing, that never answers, or whose predecessor dies: what serves goes on serving. */
class TroubledReleaseTest {

    @TempDir
    Path folder;

    private TroubleHouse house;
    private Release old;

    @BeforeEach
    void aReleaseServes() throws IOException {
        house = new TroubleHouse(folder);
        house.boot((_, _, _, _, _, _) -> {});
        old = house.release("1");
        assertThat(house.over(house.deploy(old)).state()).isEqualTo(RolloutState.SUCCEEDED);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void artifactThatNoRunUploaded_failsBeforeAnythingIsTouched() throws IOException {
        Release next = house.release("2", config -> config.replace("artifact: web", "artifact: server"));

        Rollout rollout = house.over(house.deploy(next));

        assertThat(rollout.state()).isEqualTo(RolloutState.FAILED);
        assertThat(rollout.reason()).contains("no artifact 'server'");
        onlyTheOldServes();
    }

    @Test
    void artifactThatIsNotKeptAnyMore_endsTheRolloutAtOnce() throws IOException {
        Release next = house.untouched("2");
        house.loseArtifacts();

        Rollout rollout = house.over(house.deploy(next));

        assertThat(rollout.state()).isIn(RolloutState.ROLLED_BACK, RolloutState.FAILED);
        assertThat(house.timeline(rollout))
                .anySatisfy(moment -> assertThat(moment.text()).contains("is not kept any more"));
        onlyTheOldServes();
    }

    @Test
    void instanceThatNeverGetsHealthy_isRolledBackWithItsLastWords() throws IOException {
        Release next = house.release(
                "2",
                config -> config.replace("path: /health,", "path: /health, startTimeout: 8s,")
                        .replace("dev.slipway.server.rollout.TinyService]\n    env", "no.such.Program]\n    env"));

        Rollout rollout = house.over(house.deploy(next));

        assertThat(rollout.state()).isEqualTo(RolloutState.ROLLED_BACK);
        assertThat(house.timeline(rollout))
                .anySatisfy(moment -> assertThat(moment.text()).contains("not healthy within 8 s", "no.such.Program"));
        onlyTheOldServes();
    }

    @Test
    void oldInstanceThatDiesWhileItDrains_doesNotStopTheRollout() throws IOException {
        Release next = house.release("2");
        house.edge.hold(old.id());
        Rollout rollout = house.deploy(next);
        house.await(rollout, RolloutState.FINISHING);

        house.process(old).destroyForcibly();
        Awaitility.await().until(() -> house.instances().stream().anyMatch(instance -> instance.restarts() > 0));
        house.edge.hold(null);

        assertThat(house.over(rollout).state()).isEqualTo(RolloutState.SUCCEEDED);
        assertThat(house.edge.unanswered()).isEmpty();
        assertThat(house.serving().release()).contains(next.id());
        Awaitility.await()
                .until(() ->
                        house.instances().stream().map(InstanceStatus::release).allMatch(next.id()::equals));
    }

    private void onlyTheOldServes() {
        assertThat(house.serving().release()).contains(old.id());
        assertThat(house.serving().lane()).isEmpty();
        assertThat(house.edge.unanswered()).isEmpty();
        Awaitility.await()
                .until(() ->
                        house.instances().stream().map(InstanceStatus::release).allMatch(old.id()::equals));
        assertThat(house.targets())
                .containsExactly(house.instances().getFirst().address().orElseThrow());
    }
}
