package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.edge.proxy.Limits;
import dev.slipway.kernel.Json;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The access log, and the names under which a request is found everywhere. */
class AccessTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    @TempDir
    Path home;

    @Test
    void servedRequest_isLoggedWithoutSecrets() throws Exception {
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT, "--access-log", "access.log");
                ScriptedInstance one = ScriptedInstance.answering("hello")) {
            edge.route(1, 0, "r-1 1 " + one.port());
            edge.raw("POST /a?token=secret HTTP/1.1\r\nHost: Shop.example:80\r\nUser-Agent: tester\r\n"
                    + "Authorization: Bearer secret\r\nCookie: c=secret\r\nX-Request-Id: my-id\r\nTraceparent: "
                    + PARENT
                    + "\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret");
        }
        JsonNode line = lines().getFirst();
        assertThat(line.toString()).doesNotContain("secret");
        assertThat(line.path("requestId").asString()).isEqualTo("my-id");
        assertThat(line.path("traceId").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(line.path("client").asString()).isEqualTo("127.0.0.1");
        assertThat(line.path("method").asString()).isEqualTo("POST");
        assertThat(line.path("host").asString()).isEqualTo("shop.example");
        assertThat(line.path("target").asString()).isEqualTo("/a?token=*");
        assertThat(line.path("userAgent").asString()).isEqualTo("tester");
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("outcome").asString()).isEqualTo("served");
        assertThat(line.path("release").asString()).isEqualTo("r-1");
        assertThat(line.path("bytesReceived").asInt()).isEqualTo(6);
        assertThat(line.path("bytesSent").asInt()).isGreaterThan(5);
        assertThat(line.path("durationMillis").asDouble())
                .isGreaterThanOrEqualTo(line.path("firstByteMillis").asDouble());
    }

    @Test
    void requestsThatNoInstanceAnswered_areLoggedWithTheReason() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RunningEdge edge = new RunningEdge(home, Limits.DEFAULT, "--access-log", "access.log");
                ScriptedInstance silent = new ScriptedInstance((head, in, out) -> {
                    Awaitility.await().until(() -> over.getCount() == 0);
                    return false;
                })) {
            assertThat(edge.get("/lost").statusCode()).isEqualTo(404);
            edge.route(1, 0, "r-1 1 " + silent.port());
            try (Socket hasty = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
                ScriptedInstance.send(hasty.getOutputStream(), "GET /hasty HTTP/1.1\r\nHost: x\r\n\r\n");
                Awaitility.await().until(() -> silent.heads().size() == 1);
            }
            Awaitility.await().until(() -> edge.stats("r-1").path("aborted").asInt() == 1);
            over.countDown();
        }
        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst().path("status").asInt()).isEqualTo(404);
        assertThat(lines().getFirst().path("edge").asString()).isEqualTo("no-route");
        assertThat(lines().getLast().path("status").asInt()).isEqualTo(499);
        assertThat(lines().getLast().path("outcome").asString()).isEqualTo("aborted");
    }

    @Test
    void traceOfTheClient_goesOnWithItsState() throws Exception {
        assertThat(traceOf("Traceparent: " + PARENT + "\r\nTracestate: a=1\r\nTracestate: b=2\r\n"))
                .containsExactly("traceparent: " + PARENT, "tracestate: a=1", "tracestate: b=2");
        String later = "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-comes";
        assertThat(traceOf("traceparent: " + later + "\r\n")).containsExactly("traceparent: " + later);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "traceparent: 00-1-2-01\r\ntracestate: a=1\r\n",
                "traceparent: 00-00000000000000000000000000000000-b7ad6b7169203331-01\r\n",
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01\r\n",
                "traceparent: 00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01\r\n",
                "traceparent: ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n",
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more\r\n",
                "traceparent: " + PARENT + "\r\ntraceparent: " + PARENT + "\r\n"
            })
    void traceThatCannotBeRead_isBegunAnewWithoutState(String fields) throws Exception {
        assertThat(traceOf(fields))
                .singleElement()
                .asString()
                .matches("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .doesNotContain("0af7651916cd43dd8448eb211c80319c", "0000000000000000");
    }

    private List<String> traceOf(String fields) throws Exception {
        Path fresh = Files.createTempDirectory(home, "edge");
        try (RunningEdge edge = new RunningEdge(fresh, Limits.DEFAULT);
                ScriptedInstance one = ScriptedInstance.answering("")) {
            edge.route(1, 0, "r-1 1 " + one.port());
            edge.raw("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + fields + "\r\n");
            return one.heads()
                    .getFirst()
                    .lines()
                    .filter(line -> line.startsWith("trace"))
                    .toList();
        }
    }

    private List<JsonNode> lines() throws Exception {
        try (Stream<String> lines = Files.lines(home.resolve("access.log"))) {
            return lines.map(line -> Json.mapper().readTree(line)).toList();
        }
    }
}
