package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway probes}. */
class ProbesCommandTest {

    private static final String PROBES = """
            [{"project":"shop","name":"web","group":"","target":"https://shop.example/","state":"down",
              "since":"2026-11-21T11:00:00Z","checkedAt":"2026-11-21T11:59:50Z","success":false,
              "complaints":["the status is 503"]},
             {"project":"shop","name":"db","group":"","target":"tcp://db.example:5432","state":"up",
              "since":"2026-11-21T11:00:00Z","maintenance":true,"complaints":[]}]
            """;

    @TempDir
    Path folder;

    @Test
    void probes_areListedWithWhatIsWrong() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.on("GET /api/v1/probes", PROBES);
            CommandRun.Result result = CommandRun.against(server, folder).run("probes");

            assertThat(result.code()).isZero();
            assertThat(result.out()).contains("the status is 503", "maintenance", "tcp://db.example:5432");
        }
    }

    @Test
    void down_failsWhenSomethingIs() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.on("GET /api/v1/probes", PROBES);
            CommandRun.Result result = CommandRun.against(server, folder).run("probes", "--down");
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out()).contains("web").doesNotContain("db.example");
            assertThat(CommandRun.against(server, folder)
                            .run("probes", "--down", "--json")
                            .out())
                    .contains("\"web\"")
                    .doesNotContain("\"db\"");
        }
        try (ApiServer server = new ApiServer()) {
            server.on("GET /api/v1/probes", "[]");
            assertThat(CommandRun.against(server, folder)
                            .run("probes", "--down")
                            .code())
                    .isZero();
        }
    }

    @Test
    void beatAndCheck_areTold() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.on("POST /api/v1/projects/shop/probes/nightly%20backup/beat?trouble=disk+full", "");
            server.on("POST /api/v1/projects/shop/probes/web/check", "{\"probe\":\"web\"}");
            CommandRun run = CommandRun.against(server, folder);
            CommandRun.Result beat =
                    run.run("probes", "beat", "nightly backup", "--trouble", "disk full", "--project", "shop");
            assertThat(beat.err()).isEmpty();
            assertThat(beat.code()).isZero();
            assertThat(run.run("probes", "check", "web", "--project", "shop").code())
                    .isZero();
        }
    }
}
