package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.proxy.Limits;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RoutingTest {

    @TempDir
    Path home;

    @Test
    void request_reachesTheInstanceWithTheEdgesFieldsAndNotTheClientsClaims() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance one = ScriptedInstance.answering("one")) {
            edge.route(1, 0, "r-1 1 " + one.port());

            String answer = edge.raw(String.join(
                    "\r\n",
                    "GET /a?b HTTP/1.1",
                    "Host: shop.localhost",
                    "X-Forwarded-For: 6.6.6.6",
                    "X-Request-Id: abc-1",
                    "Traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                    "X-Hop: 1",
                    "Connection: close, x-hop",
                    "",
                    ""));

            assertThat(answer)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("X-Slipway-Release: r-1\r\n")
                    .contains("X-Request-Id: abc-1\r\n")
                    .endsWith("one");
            assertThat(one.heads().getFirst())
                    .startsWith("GET /a?b HTTP/1.1\r\nHost: shop.localhost\r\n")
                    .contains("X-Forwarded-For: 127.0.0.1\r\n", "X-Forwarded-Proto: http\r\n")
                    .contains("X-Forwarded-Host: shop.localhost\r\n", "X-Request-Id: abc-1\r\n")
                    .contains("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00\r\n")
                    .doesNotContain("6.6.6.6", "X-Hop", "Connection");
        }
    }

    @Test
    void longestPrefixOfTheExactHost_wins() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance one = ScriptedInstance.answering("one");
                ScriptedInstance two = ScriptedInstance.answering("two")) {
            edge.route(1, 0, "r-1 1 " + one.port());
            String api = RunningEdge.routeBody(1, 0, "r-2 1 " + two.port())
                    .replace("\"pathPrefix\":\"/\"", "\"pathPrefix\":\"/api\"");
            assertThat(edge.admin("PUT", "/v1/routes/api", api).statusCode()).isEqualTo(200);

            assertThat(edge.get("/api/x").body()).isEqualTo("two");
            assertThat(edge.get("/api?x").body()).isEqualTo("two");
            assertThat(edge.get("/apix").body()).isEqualTo("one");
        }
    }

    @Test
    void noRoute_isAnsweredByTheEdgeInTheFormTheClientReads() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT)) {
            HttpResponse<String> plain = edge.get("/");

            assertThat(plain.statusCode()).isEqualTo(404);
            assertThat(plain.headers().firstValue("X-Slipway-Edge")).contains("no-route");
            assertThat(edge.raw("GET / HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n"))
                    .contains("Content-Type: text/html", "<h1");
            assertThat(edge.raw("GET / HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nConnection: close\r\n\r\n"))
                    .contains("\"code\":\"no-route\"");
            assertThat(edge.stats().path("unrouted").asLong()).isEqualTo(3);
        }
    }

    @Test
    void weights_divideRequestsAndStatsCountThem() throws Exception {
        int requests = 2000;
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance one = ScriptedInstance.answering("one");
                ScriptedInstance two = ScriptedInstance.answering("two")) {
            edge.route(1, 0, "r-1 90 " + one.port(), "r-2 10 " + two.port());
            for (int i = 0; i < requests; i++) {
                edge.get("/");
            }

            JsonNode canary = edge.stats("r-2");
            // Six standard deviations of a binomial with n = 2000 and p = 0.1 on either side.
            assertThat(canary.path("requests").asInt()).isBetween(200 - 81, 200 + 81);
            assertThat(canary.path("requests").asInt()
                            + edge.stats("r-1").path("requests").asInt())
                    .isEqualTo(requests);
            assertThat(canary.path("errors").asInt()).isZero();
            assertThat(canary.path("inFlight").asInt()).isZero();
            long timed = 0;
            for (JsonNode bucket : canary.path("latency").path("buckets")) {
                timed += bucket.path("count").asLong();
            }
            assertThat(timed).isEqualTo(canary.path("requests").asLong());
        }
    }

    @Test
    void serverErrors_countAgainstTheirRelease() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance bad = new ScriptedInstance((head, in, out) -> {
                    ScriptedInstance.send(out, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
                    return true;
                })) {
            edge.route(1, 0, "r-1 1 " + bad.port());

            assertThat(edge.get("/").statusCode()).isEqualTo(503);
            assertThat(edge.stats("r-1").path("errors").asInt()).isEqualTo(1);
            assertThat(edge.admin("GET", "/metrics", "").body())
                    .contains("slipway_edge_errors_total{route=\"shop\",release=\"r-1\"} 1\n")
                    .contains("slipway_edge_up 1\n");
        }
    }

    @Test
    void refusedConnection_isServedByAnotherInstanceOfTheRelease() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance alive = ScriptedInstance.answering("alive")) {
            ScriptedInstance dead = ScriptedInstance.answering("dead");
            edge.route(1, 0, "r-1 1 " + dead.port() + " " + alive.port());
            dead.close();

            for (int i = 0; i < 40; i++) {
                assertThat(edge.get("/").body()).isEqualTo("alive");
            }
            assertThat(edge.stats("r-1").path("connectFailures").asInt()).isPositive();
            assertThat(edge.stats("r-1").path("errors").asInt()).isZero();
        }
    }

    @Test
    void removedInstance_losesItsIdleConnections() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT);
                ScriptedInstance one = ScriptedInstance.answering("one");
                ScriptedInstance two = ScriptedInstance.answering("two")) {
            edge.route(1, 0, "r-1 1 " + one.port());
            edge.get("/");
            assertThat(one.openConnections()).isEqualTo(1);

            edge.route(1, 1, "r-2 1 " + two.port());

            await().until(() -> one.openConnections() == 0);
            assertThat(edge.stats("r-1").path("requests").asInt()).isEqualTo(1);
        }
    }
}
