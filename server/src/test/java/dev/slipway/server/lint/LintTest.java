package dev.slipway.server.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LintTest {

    private static final Path EXAMPLES =
            Path.of(System.getProperty("slipway.root", "..")).resolve("examples");

    private static final String WORKFLOW = """
            name: build
            on: push
            jobs:
              b:
                runs-on: ubuntu-latest
                steps: [{run: make}]
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void example_hasNoFindings() throws IOException {
        assertThat(lint(EXAMPLES.resolve("safeguard").toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Nothing to complain about.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "4"})
    void exampleAfterALaterChange_hasNoFindings(String change) throws IOException {
        copy(EXAMPLES.resolve("safeguard/.github/workflows"), folder.resolve(".github/workflows"));
        copy(EXAMPLES.resolve("safeguard"), folder);
        copy(EXAMPLES.resolve("safeguard-changes/" + change + "/tree"), folder);

        assertThat(lint(folder.toString()))
                .as(out.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    @Test
    void lastConfigurationOfTheExample_isRefusedWithItsPlace() throws IOException {
        assertThat(lint(EXAMPLES.resolve("safeguard-changes/5/tree").toString()))
                .isEqualTo(65);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("error: unknown key 'gate' (did you mean 'gates'?)", "expected whole number from 1 to 1000");
    }

    @Test
    void workflowNames_areKnownToTheConfiguration() throws IOException {
        Files.createDirectories(folder.resolve(".github/workflows"));
        Files.writeString(folder.resolve(".github/workflows/a.yml"), WORKFLOW);
        Files.writeString(folder.resolve("slipway.yml"), """
                release: {workflows: [biuld]}
                services: {a: {artifact: a, command: ./a}}
                environments: {b: {}}
                """);

        assertThat(lint(folder.toString())).isEqualTo(65);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("slipway.yml:1:23: error: there is no workflow 'biuld' (did you mean 'build'?)");
    }

    @Test
    void workflowThatCannotBeRead_isTheOnlyComplaint() throws IOException {
        Files.createDirectories(folder.resolve(".github/workflows"));
        Files.writeString(folder.resolve(".github/workflows/a.yml"), WORKFLOW.replace("steps", "stepz"));
        Files.writeString(folder.resolve("slipway.yml"), """
                release: {workflows: [build]}
                services: {a: {artifact: a, command: ./a}}
                environments: {b: {}}
                """);

        assertThat(lint(folder.toString())).isEqualTo(65);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("a.yml:6:5", "steps")
                .doesNotContain("slipway.yml:");
    }

    @Test
    void strategyThatAPushRefuses_isRefusedHereAtItsPlace() throws IOException {
        Files.writeString(folder.resolve("slipway.yml"), """
                services: {a: {artifact: a, command: ./a}}
                environments:
                  b:
                    strategy: rolling
                """);

        assertThat(lint(folder.toString())).isEqualTo(65);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("slipway.yml:4:15: error: environment 'b' asks for the strategy rolling");
    }

    @Test
    void emptyFolder_isNotFound() throws IOException {
        assertThat(lint(folder.toString())).isEqualTo(66);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("slipway init");
    }

    @Test
    void unknownOption_isUsage() throws IOException {
        assertThat(lint("--fix")).isEqualTo(64);
    }

    /** The files of one folder, without those below it. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private int lint(String... arguments) throws IOException {
        return Lint.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
