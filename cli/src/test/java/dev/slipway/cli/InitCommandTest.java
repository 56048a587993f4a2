package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.config.ConfigReader;
import dev.slipway.delivery.config.ConfigResult;
import dev.slipway.delivery.config.ServiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What init writes is read by the same reader that the server uses. */
class InitCommandTest {

    @TempDir
    Path parent;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "pom.xml;<project/>;java -jar app.jar",
                "build.gradle.kts;//;java -jar app.jar",
                "package.json;{\"scripts\": {\"start\": \"node dist/main.js --port 80\"}};node dist/main.js --port 80",
                "package.json;{\"main\": \"lib/index.js\"};node lib/index.js",
                "package.json;{\"scripts\": {\"start\": \"build && run\"}};node server.js",
                "app.py;import flask;python3 app.py",
                "Dockerfile;FROM scratch;./start",
                "compose.yaml;services: {};./start",
                "README;nothing;./start"
            })
    void init_writesAFileThatIsRight(String file, String text, String command) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("My_Shop"));
        Files.writeString(folder.resolve(file), text);
        if (file.endsWith(".py")) {
            Files.writeString(folder.resolve("requirements.txt"), "flask");
        }

        CommandRun.Result result = new CommandRun(folder).run("init");

        assertThat(result.code()).isZero();
        ServiceConfig service = read(folder).config().orElseThrow().services().get("my-shop");
        assertThat(String.join(" ", service.command())).isEqualTo(command);
        assertThat(result.out()).contains("cannot know", "the path of its health check", "variable PORT");
    }

    @Test
    void init_knowsSpringBootAndItsActuator() throws IOException {
        Files.writeString(parent.resolve("pom.xml"), """
                <project><parent><groupId>org.springframework.boot</groupId></parent>
                <artifactId>spring-boot-starter-actuator</artifactId></project>""");

        new CommandRun(parent).run("init", "--service", "shop");

        ServiceConfig service = read(parent).config().orElseThrow().services().get("shop");
        assertThat(service.command()).containsExactly("java", "-jar", "app.jar", "--server.port=${PORT}");
        assertThat(service.health().path()).isEqualTo("/actuator/health");
    }

    @Test
    void init_aboveTheBuilds_namesTheirFolders() throws IOException {
        Files.createFile(Files.createDirectory(parent.resolve("web")).resolve("package.json"));
        Files.createFile(Files.createDirectory(parent.resolve("api")).resolve("pom.xml"));

        CommandRun.Result result = new CommandRun(parent).run("init");

        assertThat(result.out()).startsWith("Wrote slipway.yml for builds in api/, web/.");
        assertThat(read(parent).config()).isPresent();
    }

    @Test
    void init_takesNamesFromTheWorkflows() throws IOException {
        Path workflows = Files.createDirectories(parent.resolve(".github/workflows"));
        Files.writeString(workflows.resolve("build.yml"), """
                name: build
                on: {push: {branches: [main]}}
                jobs:
                  b:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/upload-artifact@v4
                        with: {name: the-jar, path: x.jar}
                """);
        Files.writeString(workflows.resolve("nightly.yml"), "on: {schedule: [{cron: '0 0 * * *'}]}\njobs: {}\n");

        new CommandRun(parent).run("init", "--service", "shop");

        ConfigResult result = read(parent);
        assertThat(result.config().orElseThrow().services().get("shop").artifact())
                .isEqualTo("the-jar");
        assertThat(result.config().orElseThrow().release().workflows()).isEqualTo(List.of("build"));
    }

    @Test
    void init_neverOverwrites() throws IOException {
        Path file = Files.writeString(parent.resolve("slipway.yml"), "mine");

        CommandRun.Result result = new CommandRun(parent).run("init");

        assertThat(result.code()).isEqualTo(75);
        assertThat(file).hasContent("mine");
    }

    private static ConfigResult read(Path folder) throws IOException {
        ConfigResult result = ConfigReader.read("slipway.yml", Files.readString(folder.resolve("slipway.yml")));
        assertThat(result.findings()).isEmpty();
        return result;
    }
}
