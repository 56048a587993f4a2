package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCommandTest {

    private static final String RUN =
            "{\"id\":\"run-1\",\"jobs\":[{\"id\":\"job-1\",\"key\":\"test\",\"name\":\"Test it\"},"
                    + "{\"id\":\"job-2\",\"key\":\"build\",\"name\":\"Build it\"}]}";

    @TempDir
    Path folder;

    private ApiServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ApiServer();
        server.on("GET /api/v1/runs/run-1", RUN);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void logs_ofTheNewestRun_printAllJobs() {
        server.on("GET /api/v1/projects/shop/runs?limit=1", "[{\"id\":\"run-1\"}]");
        page("job-1", 0, "[{\"n\":1,\"text\":\"one\"},{\"n\":2,\"text\":\"two\"}]", 3, false);
        page("job-1", 3, "[]", 3, true);
        page("job-2", 0, "[{\"n\":1,\"text\":\"built\"}]", 2, true);
        page("job-2", 2, "[]", 2, true);

        assertThat(CommandRun.against(server, folder).run("logs").out())
                .isEqualTo("== Test it\none\ntwo\n== Build it\nbuilt\n");
    }

    @Test
    void logs_followed_goOnWithTheStreamWithoutRepeating() {
        page("job-1", 0, "[{\"n\":0,\"text\":\"zero\"}]", 1, false);
        page("job-1", 1, "[]", 1, false);
        server.stream("GET /api/v1/runs/run-1/jobs/job-1/log/stream?from=1", """
                event: line
                data: {"n":0,"text":"zero"}

                event: line
                data: {"n":1,"text":"one"}

                event: done
                data: {}

                """);

        assertThat(CommandRun.against(server, folder)
                        .run("logs", "-f", "run-1", "test")
                        .out())
                .isEqualTo("zero\none\n");
    }

    @Test
    void logs_ofAJobThatIsNot_namesThoseThatAre() {
        CommandRun.Result result = CommandRun.against(server, folder).run("logs", "run-1", "tset");

        assertThat(result.code()).isEqualTo(66);
        assertThat(result.err()).contains("its jobs: test, build");
    }

    @Test
    void logs_ofAnInstance_areItsLastLines() {
        String path = "GET /api/v1/projects/shop/instances/production.web.shop-7.4c2d1e.0/output";
        server.on(path, "{\"instance\":\"production.web.shop-7.4c2d1e.0\",\"lines\":[\"one\",\"two\"]}");
        server.on(path + "?lines=1", "{\"instance\":\"production.web.shop-7.4c2d1e.0\",\"lines\":[\"two\"]}");
        CommandRun slipway = CommandRun.against(server, folder);

        assertThat(slipway.run("logs", "--instance", "production.web.shop-7.4c2d1e.0")
                        .out())
                .isEqualTo("one\ntwo\n");
        assertThat(slipway.run("logs", "--instance", "production.web.shop-7.4c2d1e.0", "--lines", "1")
                        .out())
                .isEqualTo("two\n");
    }

    @Test
    void logs_ofAnInstance_followed_goOnWhereTheyWereCut_untilItHasEnded() {
        String path = "GET /api/v1/projects/shop/instances/production.web.shop-7.0/output/stream";
        server.stream(path + "?lines=2", lines("7", "one", "two"));
        server.stream(path + "?from=7", lines("9_2026-03-01T10:00:00Z_1", "three"));
        server.stream(path + "?from=9_2026-03-01T10%3A00%3A00Z_1", """
                event: done
                data: {}

                """);
        CommandRun slipway = CommandRun.against(server, folder);

        assertThat(slipway.run("logs", "-f", "--instance", "production.web.shop-7.0", "--lines", "2")
                        .out())
                .isEqualTo("one\ntwo\nthree\n");
        server.stream(path, lines("3", "one"));
        server.problem(path + "?from=3", 404, "{\"kind\": \"not-found\", \"title\": \"no instance\", \"status\": 404}");
        assertThat(slipway.run("logs", "-f", "--instance", "production.web.shop-7.0", "--json")
                        .out())
                .isEqualTo("{\"instance\":\"production.web.shop-7.0\",\"text\":\"one\"}\n");
    }

    private static String lines(String next, String... lines) {
        return "event: lines\ndata: {\"lines\":[\"" + String.join("\",\"", lines) + "\"],\"next\":\"" + next
                + "\"}\n\n";
    }

    @Test
    void logs_followed_waitForAServerThatIsAway() throws IOException {
        page("job-1", 0, "[{\"n\":0,\"text\":\"zero\"}]", 1, false);
        String log = "GET /api/v1/runs/run-1/jobs/job-1/log?from=1";
        server.problem(log, 503, "{\"title\": \"the server is closing\", \"status\": 503}");
        server.on(log, "{\"lines\":[],\"next\":1,\"done\":true}");
        CommandRun.Result result = CommandRun.against(server, folder).run("logs", "-f", "run-1", "test");

        assertThat(result.out()).isEqualTo("zero\n");
        assertThat(result.err()).contains("waiting for it");
    }

    @Test
    void logs_ofAnInstanceAndARun_areNotMixed() {
        CommandRun slipway = CommandRun.against(server, folder);

        assertThat(slipway.run("logs", "--lines", "5").err()).contains("--lines is for --instance");
        assertThat(slipway.run("logs", "--instance", "production.web.shop-7.0", "run-1")
                        .err())
                .contains("--instance takes no run");
        assertThat(server.asked()).isEmpty();
    }

    private void page(String job, long from, String lines, long next, boolean done) {
        server.on(
                "GET /api/v1/runs/run-1/jobs/" + job + "/log?from=" + from,
                "{\"lines\":" + lines + ",\"next\":" + next + ",\"done\":" + done + "}");
    }
}
