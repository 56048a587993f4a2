package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.net.StandardAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerConfigTest {

    @Test
    void addresses_areTheStandardOnesOnLoopback() {
        ServerConfig config = ServerConfig.parse(List.of(), Map.of("HOME", "/home/ada"));

        assertThat(config.listen()).hasToString(StandardAddress.SERVER);
        assertThat(config.edgeListen()).hasToString(StandardAddress.EDGE);
        assertThat(config.listen().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void cachesOfAProject_haveTenGibibytes_orWhatIsWritten() {
        Map<String, String> home = Map.of("HOME", "/home/ada");
        assertThat(ServerConfig.parse(List.of(), home).jobs().cacheBytes()).isEqualTo(10L << 30);
        assertThat(ServerConfig.parse(List.of("--cache-size=500m"), home).jobs().cacheBytes())
                .isEqualTo(500L << 20);
    }
}
