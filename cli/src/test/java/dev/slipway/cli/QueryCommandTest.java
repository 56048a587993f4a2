package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway query}. */
class QueryCommandTest {

    @TempDir
    Path folder;

    @Test
    void instant_listsSeriesWithTheirValues() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.on("GET /prometheus/api/v1/query?query=up+%3E+0", """
                    {"status":"success","warnings":["look out"],"data":{"resultType":"vector","result":[
                      {"metric":{"__name__":"up","job":"edge"},"value":[1,"1"]},
                      {"metric":{"job":"instances"},"value":[1,"+Inf"]}]}}
                    """);
            CommandRun.Result result = CommandRun.against(server, folder).run("query", "up > 0");

            assertThat(result.out().lines()).containsExactly("up{job=\"edge\"}     1", "{job=\"instances\"}  +Inf");
            assertThat(result.err()).contains("warning: look out");
            assertThat(CommandRun.against(server, folder)
                            .run("query", "up > 0", "--json")
                            .out())
                    .startsWith("{\"resultType\":\"vector\"");
        }
    }

    @Test
    void range_asksForThirtyPointsAndListsThem() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.on("GET /prometheus/api/v1/query_range?query=up&start=1795258800&end=1795262400&step=120", """
                    {"status":"success","data":{"resultType":"matrix","result":[
                      {"metric":{"__name__":"up"},"values":[[1795258800,"0"],[1795262400,"1"]]}]}}
                    """);
            CommandRun.Result result = CommandRun.against(server, folder).run("query", "up", "--range", "1h");

            assertThat(result.out().lines())
                    .containsExactly("up", "  2026-11-21T11:00:00Z  0", "  2026-11-21T12:00:00Z  1");
        }
    }

    @Test
    void mistakes_areExplained() throws IOException {
        try (ApiServer server = new ApiServer()) {
            CommandRun.Result result = CommandRun.against(server, folder).run("query", "up", "--range", "yesterday");
            assertThat(result.code()).isEqualTo(65);
            assertThat(result.err()).contains("'yesterday' is no length of time", "write 30s");

            server.on(
                    "GET /prometheus/api/v1/query?query=up",
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");
            assertThat(CommandRun.against(server, folder).run("query", "up").out())
                    .contains("No series.");
        }
    }

    @Test
    void refusal_saysWhatPrometheusWouldSay() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.problem(
                    "GET /prometheus/api/v1/query?query=up%28",
                    400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"unexpected end of input\"}");
            CommandRun.Result result = CommandRun.against(server, folder).run("query", "up(");

            assertThat(result.code()).isNotZero();
            assertThat(result.err()).contains("unexpected end of input");
        }
    }
}
