package dev.slipway.platforms.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.kernel.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetBookTest {

    @TempDir
    Path folder;

    @Test
    void whatWasDeployedLongAgo_isForgotten() throws IOException {
        TargetBook book = new TargetBook(folder);
        Instant then = Instant.now().minus(Duration.ofDays(1));
        for (int i = 0; i <= TargetBook.KEPT; i++) {
            book.deployed(spec(i));
            Files.setLastModifiedTime(
                    folder.resolve("deployed").resolve(spec(i).name()), FileTime.from(then.plusSeconds(i)));
        }
        book.deployed(spec(TargetBook.KEPT + 1));

        assertThat(book.wasDeployed(spec(0))).isFalse();
        assertThat(book.wasDeployed(spec(1))).isFalse();
        assertThat(book.wasDeployed(spec(2))).isTrue();
        assertThat(book.wasDeployed(spec(TargetBook.KEPT + 1))).isTrue();
    }

    private static InstanceSpec spec(int release) {
        return new InstanceSpec(
                "production.web.shop-" + release + ".0",
                "shop",
                "production",
                "web",
                "shop-" + release,
                0,
                Digest.of("web"),
                List.of(),
                Map.of(),
                Map.of(),
                new ServiceConfig.HealthCheck(
                        "/health", Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1, Duration.ofSeconds(1)),
                0,
                new ServiceConfig.Resources(OptionalLong.empty(), OptionalDouble.empty()));
    }
}
