package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.proxy.Limits;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances that speak HTTP/2 without TLS; a second edge stands in for one. */
class UpstreamHttp2Test {

    @TempDir
    Path home;

    @Test
    void bodiesAndTrailers_passThroughHttp2() throws Exception {
        try (RunningEdge outer = new RunningEdge(home.resolve("outer"), Limits.DEFAULT);
                RunningEdge inner = new RunningEdge(home.resolve("inner"), Limits.DEFAULT);
                ScriptedInstance echo = new ScriptedInstance((head, in, out) -> {
                    boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
                    byte[] body = chunked ? Chunks.read(in) : in.readNBytes(Math.toIntExact(Chunks.length(head)));
                    ScriptedInstance.send(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    ScriptedInstance.send(out, Integer.toHexString(body.length + 4) + "\r\ngot ");
                    out.write(body);
                    ScriptedInstance.send(out, "\r\n0\r\nGrpc-Status: 0\r\n\r\n");
                    return true;
                })) {
            inner.route(1, 0, "r-1 1 " + echo.port());
            outer.route("{\"http2\":true}", 0, "r-2 1 " + inner.port());

            assertThat(outer.post("/", "x".repeat(300_000)).body())
                    .hasSize(300_004)
                    .startsWith("got xxx");
            String answer = outer.raw("POST / HTTP/1.1\r\nHost: shop.localhost\r\nConnection: close\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Trailer: t\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("x-slipway-release: r-2\r\n");
            String chunks = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertThat(Chunks.read(new ByteArrayInputStream(chunks.getBytes(StandardCharsets.ISO_8859_1))))
                    .asString(StandardCharsets.ISO_8859_1)
                    .isEqualTo("got abc and x-trailer: t and grpc-status: 0");
            assertThat(echo.heads().getLast()).contains("Host: shop.localhost\r\n");
            await().until(() -> outer.stats("r-2").path("inFlight").asInt() == 0);
        }
    }

    @Test
    void instanceThatIsGone_isAnsweredFor() throws Exception {
        try (RunningEdge outer = new RunningEdge(home, Limits.DEFAULT)) {
            ScriptedInstance gone = ScriptedInstance.answering("gone");
            outer.route("{\"http2\":true}", 0, "r-1 1 " + gone.port());
            gone.close();

            assertThat(outer.get("/").statusCode()).isEqualTo(502);
        }
    }
}
