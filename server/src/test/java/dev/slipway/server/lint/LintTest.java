package dev.slipway.server.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Position;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.invocation.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

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
    @ValueSource(
            strings = {"canary", "blueGreen", "rolling", "recreate", "{rolling: {maxSurge: 1, maxUnavailable: 0}}"})
    void everyStrategy_mayBePushed(String strategy) {
        String text = """
                services: {web: {artifact: web, command: [run]}}
                environments: {production: {strategy: %s}}
                """.formatted(strategy);

        assertThat(ConfigurationCheck.of(Map.of("slipway.yml", text))).isEmpty();
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
    void callOfAWorkflow_isCheckedAgainstTheOneThatIsCalled() throws IOException {
        Files.createDirectories(folder.resolve(".github/workflows"));
        Files.writeString(folder.resolve(".github/workflows/a.yml"), """
                on: push
                jobs:
                  b:
                    uses: ./.github/workflows/b.yml
                    with: {unheard: 1}
                  c: {uses: ./.github/workflows/absent.yml}
                """);
        Files.writeString(folder.resolve(".github/workflows/b.yml"), """
                on: {workflow_call: {inputs: {size: {type: number}}}}
                jobs:
                  a: {runs-on: ubuntu-latest, steps: [{run: make}]}
                """);

        assertThat(lint(folder.toString())).isEqualTo(65);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("a.yml:5:21: error: Invalid input, unheard is not defined in the referenced workflow.");
        Files.writeString(folder.resolve(".github/workflows/b.yml"), "on: workflow_call\njobs: {}\n");
        assertThat(lint(folder.toString())).isEqualTo(65);
    }

    @Test
    void strategyThatAPushRefuses_isRefusedHereAtItsPlace() throws IOException {
        Files.writeString(folder.resolve("slipway.yml"), """
                services: {a: {artifact: a, command: ./a}}
                environments:
                  b:
                    strategy: sliding
                """);

        assertThat(lint(folder.toString())).isEqualTo(65);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("slipway.yml:4:15: error: ", "rolling");
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

    @Test
    void text_showsTheLineWithACaretBelowThePlace() throws IOException {
        workflow("on: push\njobs:\n  b:\n    runs-on: ubuntu-latest\n\n    stepz: []\n");

        assertThat(lint(folder.toString())).isEqualTo(65);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        ".github/workflows/a.yml:6:5: error: Unexpected value 'stepz' (did you mean 'steps'?) [unknown-key]\n"
                                + "6 |     stepz: []\n"
                                + "  |     ^\n");
    }

    @Test
    void colours_markTheSeverityAlone() {
        Finding finding = Finding.warning("a-code", new Position("a", 1, 2), "no", null);

        assertThat(new TextReport(Map.of("a", "\tx"), true).of(List.of(finding)))
                .isEqualTo("\u001b[1ma:1:2\u001b[0m: \u001b[33mwarning\u001b[0m: no\u001b[2m [a-code]\u001b[0m\n"
                        + "1 | \tx\n  | \t\u001b[33m^\u001b[0m\n1 finding.\n");
    }

    @Test
    void sarif_holdsRulesAndResultsWithTheirPlaces() throws IOException {
        workflow("on: push\njobs: {b: {runs-on: x, steps: [{run: make, shell: bsh}]}}\n");

        assertThat(lint("--format", "sarif", folder.toString())).isZero();
        JsonNode run = Json.read(out.toString(StandardCharsets.UTF_8), JsonNode.class)
                .path("runs")
                .path(0);
        assertThat(run.path("tool")
                        .path("driver")
                        .path("rules")
                        .path(0)
                        .path("id")
                        .asString())
                .isEqualTo("bad-shell");
        JsonNode result = run.path("results").path(0);
        assertThat(result.path("level").asString()).isEqualTo("warning");
        JsonNode place = result.path("locations").path(0).path("physicalLocation");
        assertThat(place.path("artifactLocation").path("uri").asString()).isEqualTo(".github/workflows/a.yml");
        assertThat(place.path("region").path("startLine").asInt()).isEqualTo(2);
    }

    @Test
    void annotations_escapeWhatWouldEndThem() {
        Finding finding = Finding.error("a-code", new Position("a,b:c", 1, 2), "50%\nof it", "do");

        assertThat(AnnotationReport.of(List.of(finding)).strip())
                .isEqualTo("::error file=a%2Cb%3Ac,line=1,col=2,title=a-code::50%25%0Aof it (do)");
    }

    @Test
    void actionsThatTheirOwnersCanMove_areNoticed_unlessTheyArePinned() throws IOException {
        String commit = "0123456789abcdef0123456789abcdef01234567";
        workflow("on: push\njobs: {b: {runs-on: x, steps: [{uses: a/b@v1}, {uses: c/d@v2}, {uses: e/f@" + commit
                + "}, {uses: actions/checkout@v4}]}}\n");
        Files.writeString(
                folder.resolve(".github/actions-lock.json"),
                new ActionLock(Map.of("c/d@v2", commit), Map.of()).write());

        assertThat(lint(folder.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("notice: 'a/b@v1' is whatever its owner makes of 'v1'", "1 finding.");
    }

    @Test
    void actionThatSlipwayPerforms_isNoticed_whereItsOwnCodeRuns() throws IOException {
        workflow("""
                on: push
                jobs:
                  b:
                    runs-on: x
                    steps:
                      - {uses: actions/checkout@v4, with: {submodules: false, Fetch-Depth: 0}}
                      - {uses: actions/checkout@v5, with: {Submodules: recursive}}
                      - {uses: actions/checkout@v6, with: {lfs: "${{ vars.LFS }}"}}
                      - {uses: actions/cache@v4, with: {path: a, key: b}}
                """);
        assertThat(lint(folder.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("'actions/checkout@v5' is whatever", "'actions/checkout@v6' is whatever", "2 findings.")
                .doesNotContain("checkout@v4", "actions/cache");
        String commit = "0123456789abcdef0123456789abcdef01234567";
        Files.writeString(
                folder.resolve(".github/actions-lock.json"),
                new ActionLock(Map.of(), Map.of("actions/checkout@v5", commit, "actions/checkout@v6", commit)).write());
        assertThat(lint(folder.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("Nothing to complain about.\n");
    }

    @Test
    void actionsOfTheRepository_areFollowedWhereverTheyLie() throws IOException {
        String action = "inputs: {size: {required: true}}\nruns: {using: composite, steps: [{run: a, shell: sh}]}\n";
        for (String place : List.of("tools/a", "vendor/b", "elsewhere/c")) {
            Files.createDirectories(folder.resolve(place));
            Files.writeString(folder.resolve(place).resolve("action.yml"), action);
        }
        Files.writeString(folder.resolve("vendor/.git"), "gitdir: ../.git/modules/vendor\n");
        Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("elsewhere"));
        workflow("""
                on: push
                jobs:
                  b:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: ./tools/a
                        with: {length: 1}
                      - uses: ./vendor/b
                      - uses: ./linked/c
                """);
        assertThat(lint(folder.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("'size'", "'length'", "2 findings.")
                .doesNotContain("vendor/b", "linked/c");
    }

    @Test
    void stepsOfActionsAtHand_areCheckedAgainstThem() throws Exception {
        String action = "inputs: {size: {required: true}}\nruns: {using: composite, steps: [{run: a, shell: sh}]}\n";
        Path clone = Files.createDirectories(folder.resolve("mirror/acme/tool"));
        Files.writeString(clone.resolve("action.yml"), action);
        commit(clone);
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.createDirectories(project.resolve(".github/workflows"));
        Files.writeString(project.resolve(".github/workflows/a.yml"), """
                on: push
                jobs:
                  b:
                    runs-on: ubuntu-latest
                    steps:
                      - {uses: ./.github/actions/own/, with: {size: 1, sice: 1}}
                      - {uses: acme/tool@v1}
                      - {uses: ./other/checkout, with: {any: 1}}
                """);
        Files.createDirectories(project.resolve(".github/actions/own"));
        Files.writeString(project.resolve(".github/actions/own/action.yaml"), action);
        Map<String, String> environment = Map.of(
                "SLIPWAY_ACTIONS_MIRROR", folder.resolve("mirror").toString(),
                "SLIPWAY_ACTIONS_URL", "none",
                "XDG_CACHE_HOME", folder.resolve("cache").toString());

        assertThat(lint(environment, project.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("a.yml:6:56: warning: './.github/actions/own/' has no input 'sice' (did you mean 'size'?)")
                .doesNotContain("'acme/tool@v1' needs", "./other/checkout");
        assertThat(lint(environment, "--lock", project.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("a.yml:7:16: warning: 'acme/tool@v1' needs the input 'size'");
    }

    private static void commit(Path clone) throws Exception {
        try (Git git = Git.init().setDirectory(clone.toFile()).call()) {
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("first")
                    .setAuthor("Ann", "ann@example.org")
                    .setCommitter("Ann", "ann@example.org")
                    .setSign(false)
                    .call();
            git.tag().setName("v1").setAnnotated(false).call();
        }
    }

    @Test
    void unknownFormat_isUsage() throws IOException {
        assertThat(lint("--format", "xml")).isEqualTo(64);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there are text, json, sarif, github");
        assertThat(lint("a", "b")).isEqualTo(64);
    }

    private void workflow(String text) throws IOException {
        Files.createDirectories(folder.resolve(".github/workflows"));
        Files.writeString(folder.resolve(".github/workflows/a.yml"), text);
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
        return lint(System.getenv(), arguments);
    }

    private int lint(Map<String, String> environment, String... arguments) throws IOException {
        return Lint.run(new Invocation(
                List.of(arguments),
                Path.of("").toAbsolutePath(),
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                new CompletableFuture<>()));
    }
}
