package dev.slipway.observe.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.kernel.Problem;
import dev.slipway.observe.contact.Authorization;
import dev.slipway.observe.contact.HttpOptions;
import dev.slipway.observe.contact.Secret;
import dev.slipway.observe.contact.TlsOptions;
import dev.slipway.promql.engine.Answer;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.series.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What servers outside may answer, well and badly. */
class OutsideApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final AtomicReference<String> authorization = new AtomicReference<>("");
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile String answer = "";
    private HttpServer server;
    private OutsideApi api;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/prom/api/v1", exchange -> {
            try (exchange) {
                asked.set(exchange.getRequestURI() + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                authorization.set(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.createContext("/endless", exchange -> {
            try (exchange;
                    OutputStream out = exchange.getResponseBody()) {
                exchange.sendResponseHeaders(200, 0);
                byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
                while (over.getCount() > 0) {
                    out.write(spaces);
                }
            }
        });
        server.createContext("/silent", exchange -> {
            try (exchange) {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        api = api("/prom", PATIENCE);
    }

    private OutsideApi api(String path, Duration timeout) throws IOException {
        HttpOptions http = new HttpOptions(
                Optional.of(new Authorization.Token("Bearer", new Secret.Written("s3cret"))), TlsOptions.SYSTEM);
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return new OutsideApi(new OutsideServer(List.of("shop"), url, http, timeout));
    }

    @AfterEach
    void stop() {
        over.countDown();
        api.close();
        server.stop(0);
    }

    private Answer instant() {
        return api.instant("up > 0", 1_500, OptionalLong.of(60_000), PATIENCE);
    }

    @Test
    void vector_isReadWithItsRemarks() {
        answer = """
                {"data":{"result":[{"metric":{"__name__":"up","job":"a"},"value":[1.5,"+Inf"]},
                 {"metric":{},"histogram":[1.5,{"count":"3","buckets":[[0,"1","2","3"]]}]}],"resultType":"vector",
                 "stats":{"timings":{"evalTotalTime":0.1}}},
                 "warnings":["slow"],"infos":["PromQL info: odd (1:2)"],"status":"success"}""";

        Answer read = instant();

        assertThat(read.value())
                .isEqualTo(new Value.Vector(List.of(
                        new Value.Sample(Labels.of("__name__", "up", "job", "a"), 1500, Double.POSITIVE_INFINITY))));
        assertThat(read.annotations())
                .extracting(each -> each.message())
                .containsExactly(
                        "slow", "PromQL info: odd (1:2)", "native histograms of the outside server were left out");
        assertThat(asked.get())
                .startsWith("/prom/api/v1/query ")
                .contains("query=up+%3E+0", "time=1.500", "lookback_delta=60000ms", "timeout=30000ms");
        assertThat(authorization.get()).isEqualTo("Bearer s3cret");
        assertThat(api.trouble()).isEmpty();
    }

    @Test
    void matrix_isReadAsItIs() {
        answer = """
                {"status":"success","data":{"resultType":"matrix","result":[
                {"metric":{"a":"b"},"values":[[0,"1"],[60,"NaN"],[120.25,"-2.5e3"]]}]}}""";

        Value value = api.range("a", 0, 120_000, 60_000, OptionalLong.empty(), PATIENCE)
                .value();

        assertThat(value).isInstanceOfSatisfying(Value.Matrix.class, matrix -> {
            assertThat(matrix.series().getFirst().timesMillis()).containsExactly(0, 60_000, 120_250);
            assertThat(matrix.series().getFirst().values()).containsExactly(1, Double.NaN, -2500);
        });
    }

    @Test
    void scalarsAndTexts_areRead() {
        answer = "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1.5,\"7\"]}}";
        assertThat(instant().value()).isEqualTo(new Value.Scalar(1500, 7));

        answer = "{\"status\":\"success\",\"data\":{\"resultType\":\"string\",\"result\":[1.5,\"hm\"]}}";
        assertThat(instant().value()).isEqualTo(new Value.Text(1500, "hm"));
    }

    @Test
    void labelsAndSeries_areRead() {
        answer = "{\"status\":\"success\",\"data\":[\"a\",\"b\"]}";
        assertThat(api.labelNames(List.of("up"), 0, 1000)).containsExactly("a", "b");
        assertThat(api.labelValues("job", List.of("up"), 0, 1000)).containsExactly("a", "b");
        assertThat(asked.get()).startsWith("/prom/api/v1/label/job/values?start=0.000&end=1.000&match%5B%5D=up");

        answer = "{\"status\":\"success\",\"data\":[{\"a\":\"1\"},{\"a\":\"2\"}]}";
        assertThat(api.series(List.of("up"), 0, 1000)).containsExactly(Labels.of("a", "1"), Labels.of("a", "2"));
    }

    @Test
    void refusals_areThoseOfTheServer() {
        status = 400;
        answer = "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"1:3: parse error\"}";
        assertProblem("bad-promql", Problem.Kind.INVALID, "1:3: parse error");

        status = 422;
        answer = "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"too many samples\"}";
        assertProblem("promql-evaluation", Problem.Kind.INVALID, "too many samples");
        assertThat(api.trouble()).isEmpty();
    }

    @Test
    void whatIsNoAnswer_isSaid() {
        status = 502;
        answer = "<html>Bad gateway</html>";
        assertProblem("outside-unreachable", Problem.Kind.UNAVAILABLE, "answered 502");
        assertThat(api.trouble()).hasValueSatisfying(why -> assertThat(why).contains("shop", "502"));

        status = 200;
        for (String broken : List.of(
                "",
                "[]",
                "{\"status\":\"success\"}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"a\":1}}]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[1,\"x\"]}]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[{},\"1\"]}]}}",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\"")) {
            answer = broken;
            assertProblem("outside-unreachable", Problem.Kind.UNAVAILABLE, "not that of Prometheus");
        }
    }

    private void assertProblem(String code, Problem.Kind kind, String words) {
        assertThatThrownBy(this::instant).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).as(problem.message()).isEqualTo(code);
            assertThat(problem.kind()).isEqualTo(kind);
            assertThat(problem.message()).contains(words);
        });
    }

    @Test
    void endlessAnswer_isReadUpToASize() throws IOException {
        try (OutsideApi endless = api("/endless", PATIENCE)) {
            assertThatThrownBy(() -> endless.instant("up", 0, OptionalLong.empty(), PATIENCE))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("outside-too-large"));
        }
    }

    @Test
    void silentServer_isGivenUpOn() throws IOException {
        try (OutsideApi silent = api("/silent", Duration.ofMillis(200))) {
            assertThatThrownBy(() -> silent.instant("up", 0, OptionalLong.empty(), PATIENCE))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("outside-unreachable"));
        }
    }

    @Test
    void file_isReadWithPlaces() {
        OutsideFile file = OutsideFile.read("outside.yml", """
                servers:
                - projects: [shop, blog]
                  url: https://prometheus.example/team/
                  authorization: {credentials_file: key}
                  timeout: 10s
                """, Path.of("/home"));
        assertThat(file.findings()).isEmpty();
        assertThat(file.servers()).singleElement().satisfies(server -> {
            assertThat(server.projects()).containsExactly("shop", "blog");
            assertThat(server.url()).hasToString("https://prometheus.example/team");
            assertThat(server.timeout()).isEqualTo(Duration.ofSeconds(10));
        });

        OutsideFile wrong = OutsideFile.read("outside.yml", """
                servers:
                - {projects: [shop], url: 'ftp://a.example'}
                - {projects: [shop], url: 'http://u:p@a.example', timeout: 1h}
                - {url: 'http://a b'}
                - {projects: [x], url: 'http://a.example', remote: 1, proxy_url: 'http://p'}
                """, Path.of("/home"));
        assertThat(wrong.servers()).isEmpty();
        assertThat(wrong.findings())
                .extracting(finding -> finding.position().line() + " " + finding.code())
                .contains(
                        "2 bad-value",
                        "3 duplicate-project",
                        "3 bad-value",
                        "4 missing-key",
                        "4 bad-value",
                        "5 unknown-key",
                        "5 unsupported-key");
    }
}
