package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir
    Path folder;

    @Test
    void version_isPrinted() {
        assertThat(new CommandRun(folder).run("version").out()).startsWith("slipway 0.");
        assertThat(new CommandRun(folder).run("version", "--json").out()).startsWith("{\"version\":\"0.");
    }

    @Test
    void wrongUsage_isTwoLinesAnd64() {
        CommandRun.Result result = new CommandRun(folder).run("plan");

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).isEqualTo("error: Missing required parameter: 'ENV'\n  see 'slipway plan --help'\n");
    }

    @Test
    void wordTooMany_isNamed() {
        assertThat(new CommandRun(folder).run("deploy", "staging", "shop-7").err())
                .isEqualTo("error: there is no place for 'shop-7'\n  see 'slipway deploy --help'\n");
    }

    @Test
    void unknownCommand_is64AndNamesTheNearest() {
        CommandRun.Result result = new CommandRun(folder).run("deplyo");

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err())
                .isEqualTo("error: there is no command 'deplyo'\n  did you mean 'deploy'? see 'slipway --help'\n");
        assertThat(new CommandRun(folder).run("lanes", "fre").err())
                .isEqualTo("error: there is no command 'fre'\n  did you mean 'free'? see 'slipway lanes --help'\n");
        assertThat(new CommandRun(folder).run("lanes", "list").err())
                .isEqualTo("error: there is no command 'list'\n  see 'slipway lanes --help'\n");
    }

    @Test
    void noProject_saysHowToNameOne() {
        CommandRun.Result result = new CommandRun(folder)
                .with("SLIPWAY_URL", "http://127.0.0.1:1")
                .with("GIT_CEILING_DIRECTORIES", folder.toString())
                .run("runs");

        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("--project");
    }

    @Test
    void badServer_isRefused() {
        assertThat(new CommandRun(folder)
                        .run("projects", "--server", "ftp://x/y")
                        .code())
                .isEqualTo(65);
    }

    @Test
    void defect_isAPlainMessageAndTheRestIsInTheLog() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.on("GET /api/v1/projects", "[{\"name\":\"shop\",\"createdAt\":\"some day\"}]");

            CommandRun.Result result = CommandRun.against(server, folder).run("projects");

            Path log = folder.resolve("home/.config/slipway/slipway.log");
            assertThat(result.code()).isEqualTo(70);
            assertThat(result.err().lines()).hasSize(2);
            assertThat(result.err())
                    .startsWith("error: Slipway has failed at this: DateTimeParseException: ")
                    .contains(log.toString(), "--verbose");
            assertThat(log).content().contains("2026-11-21T12:00:00Z java.time", "\tat dev.slipway.cli.");
        }
    }

    @Test
    void defect_withVerbose_showsAllOfItAtOnce() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.on("GET /api/v1/projects", "[{\"name\":\"shop\",\"createdAt\":\"some day\"}]");

            CommandRun.Result result = CommandRun.against(server, folder).run("projects", "--verbose");

            assertThat(result.code()).isEqualTo(70);
            assertThat(result.err()).contains("\tat dev.slipway.cli.", "report this with the lines above");
            assertThat(folder.resolve("home/.config/slipway/slipway.log")).doesNotExist();
        }
    }

    @Test
    void doctor_seesTokensThatOthersCanRead() throws IOException {
        Path file = folder.resolve("home/.config/slipway/credentials.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"tokens\":{}}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        CommandRun.Result result = new CommandRun(folder).run("doctor");

        assertThat(result.code()).isEqualTo(69);
        assertThat(result.out())
                .contains("others can read the tokens", "chmod 600", "ok    Java 2", "ok    git version");
    }

    @Test
    void doctor_asksTheServer() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.on("GET /health", health("degraded"));

            CommandRun.Result result = CommandRun.against(server, folder).run("doctor", "--json");

            assertThat(result.code()).isZero();
            assertThat(result.out()).contains("the server is degraded: edge: it does not answer");
        }
    }

    @Test
    void doctor_saysWhatKeepsAServerFromTellingItsHealth() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.problem(
                    "GET /health",
                    503,
                    "{\"code\":\"disk-full\",\"title\":\"the disk is full\",\"hint\":\"make room\",\"status\":503}");

            CommandRun.Result result = CommandRun.against(server, folder).run("doctor");

            assertThat(result.out()).contains("the disk is full", "make room").doesNotContain("503");
        }
    }

    @Test
    void doctor_failsWhenTheServerIsUnhealthy() throws IOException {
        try (ApiServer server = new ApiServer()) {
            server.problem("GET /health", 503, health("unhealthy"));

            CommandRun.Result result = CommandRun.against(server, folder).run("doctor");

            assertThat(result.code()).isEqualTo(69);
            assertThat(result.out()).contains("the server is unhealthy: edge: it does not answer");
        }
    }

    private static String health(String status) {
        return "{\"status\":\"" + status + "\",\"parts\":[{\"name\":\"database\",\"status\":\"healthy\"},"
                + "{\"name\":\"edge\",\"status\":\"" + status + "\",\"reason\":\"it does not answer\"}]}";
    }
}
