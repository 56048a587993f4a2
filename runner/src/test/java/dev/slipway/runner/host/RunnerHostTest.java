package dev.slipway.runner.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunnerHostTest {

    @Test
    void jobs_getTheAuthoritiesThatTheHostTrusts_andNothingThatMayBeSecret() {
        Map<String, String> trusted = Map.of(
                "NODE_EXTRA_CA_CERTS", "/etc/ours.pem",
                "REQUESTS_CA_BUNDLE", "/etc/ours.pem",
                "SSL_CERT_FILE", "/etc/ours.pem",
                "HOME", "/srv",
                "PATH", "/bin");
        Map<String, String> all = new HashMap<>(trusted);
        all.put("AWS_SECRET_ACCESS_KEY", "secret");
        all.put("NODE_OPTIONS", "--require=/srv/x.js");
        assertThat(RunnerHost.of("here", Path.of("work"), all).environment()).isEqualTo(trusted);
    }
}
