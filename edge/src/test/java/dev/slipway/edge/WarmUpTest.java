package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.proxy.Limits;
import dev.slipway.kernel.Json;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {

    private static final String[] ROUTED = {"--rehearse-millis", "50", "--rehearse-when", "routed"};

    @TempDir
    Path home;

    @Test
    void edgeWithoutRoutes_rehearsesWhenTheFirstOneComesAndBeforeUsersAtItsNextStart() throws Exception {
        try (ScriptedInstance one = ScriptedInstance.answering("one")) {
            try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT, ROUTED)) {
                assertThat(rehearsed(edge)).isZero();
                edge.route(1, 0, "r-1 1 " + one.port());
                await().atMost(Duration.ofSeconds(60)).until(() -> rehearsed(edge) > 0);
                assertThat(edge.get("/").body()).isEqualTo("one");
                assertThat(edge.stats("r-1").path("requests").asInt())
                        .as("those of users alone")
                        .isEqualTo(1);
            }
            try (RunningEdge again = new RunningEdge(home, Limits.DEFAULT, ROUTED)) {
                assertThat(rehearsed(again)).isPositive();
            }
        }
    }

    @Test
    void edgeToldSo_rehearsesBeforeItListens() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT, "--rehearse-millis", "50")) {
            assertThat(rehearsed(edge)).isPositive();
        }
    }

    private static long rehearsed(RunningEdge edge) throws Exception {
        String health = edge.admin("GET", "/v1/health", "").body();
        return Json.mapper().readTree(health).path("rehearsedRequests").asLong();
    }
}
