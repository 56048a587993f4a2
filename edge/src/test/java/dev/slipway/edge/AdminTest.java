package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.edge.proxy.Limits;
import dev.slipway.kernel.Problem;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTest {

    @TempDir
    Path home;

    @Test
    void put_comparesRevisionsAndEpochs() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT)) {
            HttpResponse<String> first = edge.route(7, 0, "r-1 1 4001");
            HttpResponse<String> same = edge.route(7, 0, "r-1 1 4001");
            HttpResponse<String> stale = edge.route(7, 0, "r-2 1 4002");
            HttpResponse<String> second = edge.route(8, 1, "r-2 1 4002");
            HttpResponse<String> fenced = edge.route(7, 2, "r-3 1 4003");

            assertThat(first.body()).contains("\"key\":\"shop\"", "\"epoch\":7", "\"revision\":1");
            assertThat(same.statusCode()).isEqualTo(200);
            assertThat(same.body()).isEqualTo(first.body());
            assertThat(stale.statusCode()).isEqualTo(409);
            assertThat(stale.body()).contains("\"code\":\"stale-revision\"", "\"release\":\"r-1\"");
            assertThat(second.body()).contains("\"revision\":2");
            assertThat(fenced.statusCode()).isEqualTo(409);
            assertThat(fenced.body()).contains("\"code\":\"stale-epoch\"");
            assertThat(edge.admin("DELETE", "/v1/routes/shop?epoch=7&revision=2", "")
                            .statusCode())
                    .isEqualTo(409);
            assertThat(edge.admin("DELETE", "/v1/routes/shop?epoch=8&revision=2", "")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(edge.admin("GET", "/v1/routes", "").body()).isEqualTo("{\"epoch\":8,\"routes\":[]}\n");
        }
    }

    @Test
    void routeWithoutReceiver_isRefused() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT)) {
            assertThat(edge.route(1, 0, "r-1 0 4001").statusCode()).isEqualTo(422);
            assertThat(edge.route(1, 0, "r-1 5").statusCode()).isEqualTo(422);
            assertThat(edge.route(1, 0, "r-1 -1 4001").statusCode()).isEqualTo(422);
            assertThat(edge.admin("PUT", "/v1/routes/shop", "{").statusCode()).isEqualTo(422);
        }
    }

    @Test
    void wrongTokenOrForeignHost_isRefused() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT)) {
            assertThat(edge.admin("GET", "/v1/health", "", "Bearer wrong").statusCode())
                    .isEqualTo(401);
            assertThat(edge.admin("GET", "/v1/health", "").body()).contains("\"status\":\"healthy\"");
            String token = Files.readString(home.resolve("admin.token")).strip();
            try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), edge.adminPort())) {
                OutputStream out = socket.getOutputStream();
                out.write(("GET /v1/health HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer " + token
                                + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 403");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("admin.token"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void routesAndEpoch_surviveARestart() throws Exception {
        try (ScriptedInstance one = ScriptedInstance.answering("one")) {
            try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT)) {
                edge.route(9, 0, "r-1 1 " + one.port());
            }
            try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT)) {
                assertThat(edge.get("/").body()).isEqualTo("one");
                assertThat(edge.route(8, 1, "r-2 1 4002").body()).contains("stale-epoch");
            }
        }
    }

    @Test
    void secondEdgeInTheSameHome_isRefused() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT)) {
            assertThat(edge.port()).isPositive();
            assertThatThrownBy(() -> new RunningEdge(home, Limits.DEFAULT))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("home-in-use"));
        }
    }
}
