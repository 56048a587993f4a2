package dev.slipway.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.series.Labels;
import dev.slipway.testkit.SettableClock;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls that Grafana's Prometheus data source makes: forms by POST, and places that it tries to see what is there. */
class GrafanaCallsTest {

    private static final long START = QueryHouse.START.getEpochSecond();

    @TempDir
    Path folder;

    private QueryHouse house;

    @BeforeEach
    void open() {
        house = new QueryHouse(folder, SettableClock.at(QueryHouse.START.plusSeconds(600)));
        TimeSeriesStore store = house.begin();
        QueryHouse.fill(store, Labels.of("__name__", "hits_total", "code", "200"), s -> s * 2);
        QueryHouse.fill(store, Labels.of("__name__", "misses_total", "reason", "cold"), s -> s);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String form(String path, String... pairs) throws Exception {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            body.append(i == 0 ? "" : "&").append(encoded(pairs[i])).append('=').append(encoded(pairs[i + 1]));
        }
        HttpResponse<String> answer = house.post(
                path,
                "reader",
                "application/x-www-form-urlencoded",
                body.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void healthCheck_asksOnePlusOne() throws Exception {
        assertThat(form("/api/v1/query", "query", "1+1", "time", "" + START))
                .isEqualTo("{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[" + START
                        + ",\"2\"]}}");
    }

    @Test
    void explorer_listsLabelsAndSeriesByForm() throws Exception {
        String start = "" + START;
        String end = "" + (START + 600);
        assertThat(form("/api/v1/labels", "start", start, "end", end, "match[]", "{__name__=\"misses_total\"}"))
                .isEqualTo("{\"status\":\"success\",\"data\":[\"__name__\",\"reason\"]}");
        assertThat(form("/api/v1/series", "match[]", "hits_total", "start", start, "end", end, "limit", "40000"))
                .isEqualTo("{\"status\":\"success\",\"data\":[{\"__name__\":\"hits_total\",\"code\":\"200\"}]}");
        assertThat(house.get("/api/v1/label/__name__/values?limit=1&start=" + start + "&end=" + end, "reader")
                        .body())
                .isEqualTo("{\"status\":\"success\",\"data\":[\"hits_total\"]}");
        assertThat(house.get("/api/v1/metadata?limit=5000&limit_per_metric=1", "reader")
                        .body())
                .isEqualTo("{\"status\":\"success\",\"data\":{}}");
    }

    @Test
    void panel_asksARangeInMillisecondsOrSeconds() throws Exception {
        assertThat(form(
                        "/api/v1/query_range",
                        "query",
                        "rate(hits_total[1m])",
                        "start",
                        START + 60 + ".000",
                        "end",
                        "" + (START + 120),
                        "step",
                        "30"))
                .contains("[" + (START + 60) + ",\"2\"],[" + (START + 90) + ",\"2\"],[" + (START + 120) + ",\"2\"]");
    }

    @Test
    void exemplars_areNoneButTheQuestionIsRead() throws Exception {
        assertThat(form("/api/v1/query_exemplars", "query", "hits_total", "start", "" + START, "end", "" + START))
                .isEqualTo("{\"status\":\"success\",\"data\":[]}");
        HttpResponse<String> bad = house.get("/api/v1/query_exemplars?query=" + encoded("sum("), "reader");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("\"errorType\":\"bad_data\"");
    }

    @Test
    void placesThatAreTried_answer() throws Exception {
        for (String path : new String[] {
            "/api/v1/status/buildinfo",
            "/api/v1/status/flags",
            "/api/v1/status/runtimeinfo",
            "/api/v1/status/walreplay",
            "/api/v1/scrape_pools",
            "/api/v1/alertmanagers",
            "/api/v1/targets?state=active"
        }) {
            HttpResponse<String> answer = house.get(path, "reader");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).startsWith("{\"status\":\"success\",\"data\":{");
        }
    }
}
