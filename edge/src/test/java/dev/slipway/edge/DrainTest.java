package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.proxy.Limits;
import dev.slipway.edge.proxy.Transport;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrainTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @EnumSource(Transport.class)
    void edgeThatEnds_leavesNoConnectionToAnInstance(Transport transport) throws Exception {
        assumeThat(transport.isAvailable()).as("the kernel offers " + transport).isTrue();
        try (ScriptedInstance one = ScriptedInstance.answering("one")) {
            try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT, "--transport", transport.name())) {
                edge.route(1, 0, "r-1 1 " + one.port());
                assertThat(edge.get("/").body()).isEqualTo("one");
                assertThat(one.openConnections()).isEqualTo(1);
            }

            await().until(() -> one.openConnections() == 0);
        }
    }
}
