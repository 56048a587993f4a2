package dev.slipway.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Staleness;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Grafana and other clients of Prometheus read, answer by answer. */
class PrometheusApiTest {

    @TempDir
    Path folder;

    private QueryHouse house;

    @BeforeEach
    void open() {
        house = new QueryHouse(folder, SettableClock.at(QueryHouse.START.plusSeconds(600)));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void fill() {
        TimeSeriesStore store = house.begin();
        QueryHouse.fill(store, Labels.of("__name__", "hits_total", "project", "shop", "code", "200"), s -> s * 2);
        QueryHouse.fill(store, Labels.of("__name__", "hits_total", "project", "blog", "code", "500"), s -> s);
    }

    private String get(String path) throws IOException, InterruptedException {
        return house.get(path, "reader").body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void query_answersVectorScalarAndText() throws Exception {
        fill();

        assertThat(get("/api/v1/query?query=" + encoded("sum(rate(hits_total[5m]))")))
                .isEqualTo("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},"
                        + "\"value\":[1772367000,\"3\"]}]}}");
        assertThat(get("/api/v1/query?query=1%2F0&time=1.5"))
                .contains("\"resultType\":\"scalar\",\"result\":[1.500,\"+Inf\"]");
        assertThat(get("/api/v1/query?query=%22a%22&time=2026-03-01T12:00:00Z"))
                .contains("\"resultType\":\"string\",\"result\":[1772366400,\"a\"]");
    }

    @Test
    void queryRange_asAForm_answersAMatrix() throws Exception {
        fill();

        HttpResponse<String> answer = house.post(
                "/api/v1/query_range",
                "reader",
                "application/x-www-form-urlencoded",
                ("query=" + encoded("hits_total{project=\"shop\"}") + "&start=1772366400&end=1772366460&step=30s")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(answer.body())
                .contains("\"resultType\":\"matrix\"")
                .contains("\"values\":[[1772366400,\"0\"],[1772366430,\"60\"],[1772366460,\"120\"]]");
    }

    @Test
    void annotations_areToldApart() throws Exception {
        fill();

        assertThat(get("/api/v1/query?query=" + encoded("quantile(2, hits_total)")))
                .contains("\"warnings\":[\"PromQL warning: quantile value should be between 0 and 1");
    }

    @Test
    void badQuestions_areToldInPrometheusForm() throws Exception {
        fill();

        HttpResponse<String> unreadable = house.get("/api/v1/query?query=" + encoded("sum("), "reader");
        assertThat(unreadable.statusCode()).isEqualTo(400);
        assertThat(unreadable.body())
                .startsWith(
                        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter \\\"query\\\": 1:5");
        HttpResponse<String> failing =
                house.get("/api/v1/query?query=" + encoded("hits_total * on() hits_total"), "reader");
        assertThat(failing.statusCode()).isEqualTo(422);
        assertThat(failing.body()).contains("\"errorType\":\"execution\"");
        assertThat(house.get("/api/v1/query_range?query=1&start=0&end=1&step=0", "reader")
                        .body())
                .contains("invalid parameter \\\"step\\\"");
        assertThat(house.get("/api/v1/query?query=1&time=yesterday", "reader").statusCode())
                .isEqualTo(400);
        assertThat(house.get("/api/v1/series", "reader").body()).contains("no match[] parameter provided");
    }

    @Test
    void questionThatWouldReadTooMuch_failsAlone() throws Exception {
        fill();
        String large = "/api/v1/query?query=" + encoded("count_over_time(vector(1)[3h:1ms])");
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            asked.add(CompletableFuture.supplyAsync(
                    () -> answer(large), runnable -> Thread.ofVirtual().start(runnable)));
        }
        assertThat(get("/api/v1/label/code/values")).contains("[\"200\",\"500\"]");
        assertThat(asked).allSatisfy(answer -> {
            HttpResponse<String> refused = answer.get(120, TimeUnit.SECONDS);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("\"errorType\":\"execution\"", "too many samples");
        });
        assertThat(get("/api/v1/query?query=1")).contains("\"scalar\"");
    }

    private HttpResponse<String> answer(String path) {
        try {
            return house.get(path, "reader");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void seriesAndLabels_areListed() throws Exception {
        fill();

        assertThat(get("/api/v1/series?match[]=" + encoded("hits_total{code=\"500\"}")))
                .isEqualTo("{\"status\":\"success\",\"data\":[{\"__name__\":\"hits_total\",\"code\":\"500\","
                        + "\"project\":\"blog\"}]}");
        assertThat(get("/api/v1/labels")).contains("[\"__name__\",\"code\",\"project\"]");
        assertThat(get("/api/v1/label/code/values")).contains("[\"200\",\"500\"]");
        assertThat(get("/api/v1/label/code/values?match[]=" + encoded("{project=\"shop\"}")))
                .contains("[\"200\"]");
    }

    @Test
    void tokenOfOneProject_seesThatProjectAlone() throws Exception {
        fill();

        assertThat(house.get("/api/v1/query?query=hits_total", "bound").body())
                .contains("shop")
                .doesNotContain("blog");
        assertThat(house.get("/api/v1/label/project/values", "bound").body()).contains("[\"shop\"]");
        assertThat(house.get("/api/v1/status/tsdb", "bound").statusCode()).isEqualTo(403);
    }

    @Test
    void beforeTheStoreIsOpen_questionsAreUnavailable() throws Exception {
        HttpResponse<String> answer = house.get("/api/v1/query?query=up", "reader");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("still being opened");
        assertThat(house.get("/-/ready", "reader").statusCode()).isEqualTo(503);
    }

    @Test
    void stranger_isNotAnswered() throws Exception {
        assertThat(house.get("/api/v1/query?query=up", "nobody").statusCode()).isEqualTo(401);
    }

    @Test
    void status_namesAVersionThatClientsKnow() throws Exception {
        fill();

        assertThat(get("/api/v1/status/buildinfo")).contains("\"version\":\"3.0.0\"");
        assertThat(get("/api/v1/status/tsdb")).contains("\"numSeries\":2");
        assertThat(get("/api/v1/targets")).contains("\"activeTargets\":[]");
        assertThat(get("/-/ready")).isEqualTo("Slipway is ready.\n");
    }

    @Test
    void federate_givesTheNewestSampleOfWhatIsAskedFor() throws Exception {
        TimeSeriesStore store = house.begin();
        QueryHouse.fill(store, Labels.of("__name__", "up", "instance", "a\"b", "project", "shop"), _ -> 1);
        QueryHouse.fill(store, Labels.of("__name__", "http.requests", "project", "shop"), s -> s);
        QueryHouse.fill(store, Labels.of("__name__", "hidden", "project", "blog"), s -> s);
        QueryHouse.fill(store, Labels.of("__name__", "up", "project", "gone"), s -> s < 600 ? 1 : Staleness.MARKER);
        String both = "/federate?match[]=" + encoded("{project=~\".+\", __name__!=\"hidden\"}") + "&match[]=up";

        HttpResponse<String> answer = house.get(both, "reader");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=");
        assertThat(answer.body()).isEqualTo("""
                # TYPE "http.requests" untyped
                {"http.requests",instance="",project="shop"} 600 1772367000000
                # TYPE up untyped
                up{instance="a\\"b",project="shop"} 1 1772367000000
                """);
        assertThat(house.get("/federate?match[]=hidden", "bound").body()).isEmpty();
        assertThat(house.get("/federate", "reader").statusCode()).isEqualTo(422);
    }
}
