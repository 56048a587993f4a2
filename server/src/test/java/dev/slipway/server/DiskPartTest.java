package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.server.web.HealthPart.Condition;
import dev.slipway.server.web.HealthPart.Level;
import dev.slipway.testkit.SmallDisk;
import org.junit.jupiter.api.Test;

class DiskPartTest {

    @Test
    void fullDisk_isUnhealthyUntilThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.of(1 << 20)) {
            DiskPart part = new DiskPart(disk.folder());
            assertThat(part.condition()).isEqualTo(Condition.healthy());

            disk.fill();

            assertThat(part.condition().level()).isEqualTo(Level.UNHEALTHY);
            assertThat(part.condition().reason())
                    .contains("is full", disk.folder().toString());
        }
    }
}
