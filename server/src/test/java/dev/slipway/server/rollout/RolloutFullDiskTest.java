package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk gets full while a release is delivered: users are served, and the rollout goes on when there is room. */
class RolloutFullDiskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void noRoomForInstances_isSaidWaitedForAndGoesOnWhenThereIsRoom() throws IOException {
        try (SmallDisk disk = SmallDisk.of(16 * MEBIBYTE);
                TroubleHouse house = new TroubleHouse(disk.folder(), DatabaseAddress.of(null, folder))) {
            Release old = serves(house);
            Release next = house.release("2");
            disk.fill();

            Rollout rollout = house.deploy(next);

            await().atMost(PATIENCE).until(() -> house.now(rollout).reason().contains(" free)"));
            assertThat(house.now(rollout).state()).isEqualTo(RolloutState.STARTED);
            assertThat(house.now(rollout).reason()).contains(disk.folder().toString());
            usersAreServed(house, old);

            disk.makeRoom();
            succeeds(house, rollout, next);
        }
    }

    @Test
    void noRoomForTheDatabase_holdsARolloutUpUntilThereIsRoom() throws IOException {
        try (SmallDisk disk = SmallDisk.of(64 * MEBIBYTE);
                TroubleHouse house = new TroubleHouse(disk.folder())) {
            String noise = noise();
            Release old = serves(house);
            Release next = house.release("2", config -> config.replace("minimum: 200ms", "minimum: 10s"));
            Rollout rollout = house.deploy(next);
            house.await(rollout, RolloutState.OBSERVING);

            disk.fill();

            assertThatThrownBy(() -> house.release("3", config -> config + "# " + noise))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("disk-full"));
            usersAreServed(house, old);

            disk.makeRoom();
            succeeds(house, rollout, next);
        }
    }

    private static Release serves(TroubleHouse house) throws IOException {
        house.boot((_, _, _, _, _, _) -> {});
        Release release = house.release("1");
        assertThat(house.over(house.deploy(release)).state()).isEqualTo(RolloutState.SUCCEEDED);
        return release;
    }

    private static void usersAreServed(TroubleHouse house, Release serving) {
        assertThat(house.serving().release()).contains(serving.id());
        house.edge.counts();
        assertThat(house.edge.unanswered()).isEmpty();
    }

    private static void succeeds(TroubleHouse house, Rollout rollout, Release next) {
        assertThat(house.over(rollout).state()).isEqualTo(RolloutState.SUCCEEDED);
        assertThat(house.serving().release()).contains(next.id());
        assertThat(house.edge.unanswered()).isEmpty();
    }

    /** More than what the journal of a database may have set aside. */
    private static String noise() {
        return new Random(1)
                .ints(8_000_000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
