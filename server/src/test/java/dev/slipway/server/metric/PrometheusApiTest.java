package dev.slipway.server.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusApiTest {

    private static final Instant FROM = Instant.ofEpochSecond(1_000);

    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final AtomicReference<String> answer = new AtomicReference<>("");
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestURI().toString());
            byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private double[] range() {
        return new PrometheusApi()
                .range(
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "up{release=\"shop-2\"}",
                        FROM,
                        FROM.plusSeconds(45),
                        Duration.ofSeconds(15));
    }

    @Test
    void range_asksForTheWindowAndKeepsGaps() {
        answer.set("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":"
                + "[[1000,\"1\"],[1030,\"2.5\"],[1045,\"+Inf\"]]}]}}");

        assertThat(range()).containsExactly(1, Double.NaN, 2.5, Double.NaN);
        assertThat(asked.get())
                .isEqualTo("/api/v1/query_range?query=up%7Brelease%3D%22shop-2%22%7D"
                        + "&start=1000.0&end=1045.0&step=15.0");
    }

    @Test
    void range_withoutASeriesIsEmptyAndOfSeveralIsRefused() {
        answer.set("{\"status\":\"success\",\"data\":{\"result\":[]}}");
        assertThat(range()).isEmpty();

        answer.set("{\"status\":\"success\",\"data\":{\"result\":[{},{}]}}");
        assertThatThrownBy(this::range)
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("many-series"));
    }

    @Test
    void range_tellsARefusalFromSilence() {
        status = 400;
        answer.set("{\"status\":\"error\",\"error\":\"parse error\"}");
        assertThatThrownBy(this::range).isInstanceOfSatisfying(Problem.class, e -> {
            assertThat(e.kind()).isEqualTo(Problem.Kind.INVALID);
            assertThat(e.message()).contains("parse error");
        });

        answer.set("<html>");
        assertThatThrownBy(this::range)
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
    }

    @ParameterizedTest
    @CsvSource({
        "302, <a href=x>, metrics-refused, answered 302",
        "401, <html>, metrics-refused, answered 401",
        "503, , metrics-refused, answered 503",
        "200, <html>, bad-metrics, is no JSON",
        "200, {\"status\":\"success\"}, bad-metrics, has no data.result"
    })
    void range_saysWhatCameInPlaceOfPoints(int answered, @Nullable String body, String code, String words) {
        status = answered;
        answer.set(body == null ? "" : body);

        assertThatThrownBy(this::range).isInstanceOfSatisfying(Problem.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
            assertThat(e.message()).contains(words);
        });
    }

    @Test
    void range_refusesAValueThatIsNoNumberAndLeavesOutAPointOfAnotherTime() {
        answer.set("{\"status\":\"success\",\"data\":{\"result\":[{\"values\":[[1e300,\"1\"],[1015,\"2\"]]}]}}");
        assertThat(range()).containsExactly(Double.NaN, 2, Double.NaN, Double.NaN);

        answer.set("{\"status\":\"success\",\"data\":{\"result\":[{\"values\":[[1000,\"many\"]]}]}}");
        assertThatThrownBy(this::range)
                .isInstanceOfSatisfying(
                        Problem.class, e -> assertThat(e.message()).contains("many"));
    }

    @Test
    void range_thatNobodyAnswersSaysSo() {
        server.stop(0);

        assertThatThrownBy(this::range)
                .isInstanceOfSatisfying(
                        Problem.class, e -> assertThat(e.message()).endsWith("it takes no connections"));
    }
}
