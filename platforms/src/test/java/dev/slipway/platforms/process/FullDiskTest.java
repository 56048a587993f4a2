package dev.slipway.platforms.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.kernel.Problem;
import dev.slipway.testkit.SmallDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FullDiskTest {

    private static final List<String> SERVE = List.of("/usr/bin/python3", "server.py");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void noRoomToUnpack_failsTheInstanceAndSaysWhereAndHowMuch() throws IOException {
        try (SmallDisk disk = SmallDisk.of(16 * MEBIBYTE)) {
            Fixture fixture = new Fixture(disk.folder(), Map.of("server.py", Fixture.SERVER, "big", noise()));
            try (ProcessPlatform platform = fixture.platform()) {
                disk.leave(MEBIBYTE);
                platform.ensure(fixture.spec("web-0", SERVE, LONG));
                Fixture.await(platform, "web-0", InstanceState.FAILED);
                assertThat(platform.instance("web-0").orElseThrow().detail())
                        .contains("disk-full", disk.folder().toString(), " free)");

                disk.makeRoom();
                platform.stop("web-0");
                Fixture.awaitGone(platform, "web-0");
                platform.ensure(fixture.spec("web-0", SERVE, LONG));
                Fixture.await(platform, "web-0", InstanceState.HEALTHY);
                platform.stop("web-0");
                Fixture.awaitGone(platform, "web-0");
            }
        }
    }

    @Test
    void noRoomToWriteTheIntent_refusesTheInstance() throws IOException {
        try (SmallDisk disk = SmallDisk.of(16 * MEBIBYTE)) {
            Fixture fixture = new Fixture(disk.folder(), Map.of("server.py", Fixture.SERVER));
            try (ProcessPlatform platform = fixture.platform()) {
                disk.fill();
                assertThatThrownBy(() -> platform.ensure(fixture.spec("web-0", SERVE, LONG)))
                        .asInstanceOf(type(Problem.class))
                        .satisfies(problem -> assertThat(problem.code()).isEqualTo("disk-full"))
                        .satisfies(problem -> assertThat(problem.message()).contains(" free)"));
                disk.makeRoom();
                platform.ensure(fixture.spec("web-0", SERVE, LONG));
                Fixture.await(platform, "web-0", InstanceState.HEALTHY);
                platform.stop("web-0");
                Fixture.awaitGone(platform, "web-0");
            }
        }
    }

    /** Text that no archive makes much smaller. */
    private static String noise() {
        return new Random(1)
                .ints(3_000_000, 33, 127)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
