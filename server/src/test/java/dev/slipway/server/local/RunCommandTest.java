package dev.slipway.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway run} as a process of its own. */
@Timeout(120)
class RunCommandTest {

    private static final String WORKFLOW = """
            name: Build
            on: [push, workflow_dispatch]
            jobs:
              make:
                runs-on: ubuntu-latest
                outputs: {what: "${{ steps.it.outputs.what }}"}
                steps:
                  - uses: actions/checkout@v4
                  - id: it
                    run: echo "what=$(cat note.txt)" >> "$GITHUB_OUTPUT"
              test:
                needs: make
                runs-on: ubuntu-latest
                strategy: {matrix: {n: [1, 2]}}
                steps:
                  - run: echo "leg ${{ matrix.n }} of ${{ needs.make.outputs.what }} ${{ secrets.KEY }}"
              broken:
                runs-on: ubuntu-latest
                if: github.event_name == 'workflow_dispatch'
                steps: [{run: exit 7}]
            """;

    private static final Pattern CHILD = Pattern.compile("child (\\d+)");

    @TempDir
    Path folder;

    private Process start(String... arguments) throws IOException {
        Files.createDirectories(folder.resolve("project/.github/workflows"));
        Files.writeString(folder.resolve("project/.github/workflows/build.yml"), WORKFLOW);
        Files.writeString(folder.resolve("project/note.txt"), "draft");
        List<String> argv = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                RunCommand.class.getName()));
        argv.addAll(List.of(arguments));
        return new ProcessBuilder(argv)
                .directory(folder.resolve("project").toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    @Test
    void tokenOfTheRepository_isOneOfYours_orAStandIn_forActionsInsistOnOne() throws Exception {
        Path project = Files.createDirectories(folder.resolve("token"));
        Files.createDirectories(project.resolve(".github/workflows"));
        Files.writeString(project.resolve(".github/workflows/token.yml"), """
                on: push
                jobs:
                  it:
                    runs-on: ubuntu-latest
                    steps:
                      - run: test "$GITHUB_RUN_ID" -gt 1000000 && test -n "$ONE" && test "$ONE" = "$OTHER" && echo "it is $([ "$ONE" = mine-12345 ] || echo not) mine"
                        env: {ONE: "${{ github.token }}", OTHER: "${{ secrets.GITHUB_TOKEN }}"}
                """);
        assertThat(start("--folder", project.toString()).waitFor()).as(output()).isZero();
        assertThat(output()).contains("it is not mine");
        Path secrets = Files.writeString(folder.resolve("secrets"), "GITHUB_TOKEN=mine-12345\n");
        assertThat(start("--folder", project.toString(), "--secret-file", secrets.toString())
                        .waitFor())
                .as(output())
                .isZero();
        assertThat(output()).contains("it is  mine");
    }

    @Test
    void submodules_comeAsTheyAreInTheFolder_andAMissingOneIsTold() throws Exception {
        Path inner = repository("inner", "deep.txt");
        Path lib = repository("lib", "lib.txt");
        git(lib, "submodule", "add", "-q", inner.toString(), "inner");
        git(lib, "commit", "-qm", "inner");
        Path project = repository("project", "note.txt");
        git(project, "submodule", "add", "-q", lib.toString(), "lib");
        git(project, "submodule", "update", "-q", "--init", "--recursive");
        git(project, "commit", "-qm", "lib");
        Files.writeString(project.resolve("lib/lib.txt"), "changed here");
        workflow(project, "recursive", "cat lib/lib.txt lib/inner/deep.txt; git -C lib status --short");
        assertThat(start("--folder", project.toString()).waitFor()).as(output()).isZero();
        assertThat(output()).contains("changed here", "deep.txt of inner", " M lib.txt");
        workflow(project, "true", "cat lib/lib.txt; ls -A lib/inner | wc -l");
        assertThat(start("--folder", project.toString()).waitFor()).as(output()).isZero();
        assertThat(output()).containsPattern("(?m)\\b0$");
        git(project, "submodule", "deinit", "-q", "-f", "lib");
        assertThat(start("--folder", project.toString()).waitFor()).isNotZero();
        assertThat(output()).contains("the submodule 'lib' is not in", "git submodule update --init");
    }

    private void workflow(Path project, String submodules, String script) throws IOException {
        Files.createDirectories(project.resolve(".github/workflows"));
        Files.writeString(project.resolve(".github/workflows/build.yml"), """
                on: push
                jobs:
                  it:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/checkout@v4
                        with: {submodules: %s}
                      - run: %s
                """.formatted(submodules, script));
    }

    private Path repository(String name, String file) throws Exception {
        Path place = Files.createDirectories(folder.resolve("of-" + name));
        git(place, "init", "-q", "-b", "main");
        Files.writeString(place.resolve(file), file + " of " + name + "\n");
        git(place, "add", "-A");
        git(place, "commit", "-qm", "first");
        return place;
    }

    private static void git(Path place, String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of(
                "git", "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "protocol.file.allow=always"));
        argv.addAll(List.of(arguments));
        Process git = new ProcessBuilder(argv)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
    }

    @Test
    void end_tellsWhichOfManyJobsFailed_andSummariesAreInTheirJobsLines() throws Exception {
        Path project = Files.createDirectories(folder.resolve("many"));
        Files.createDirectories(project.resolve(".github/workflows"));
        Files.writeString(project.resolve(".github/workflows/many.yml"), """
                name: Many
                on: push
                jobs:
                  fine: {runs-on: ubuntu-latest, steps: [{run: 'printf "one\\ntwo" > "$GITHUB_STEP_SUMMARY"'}]}
                  leg:
                    runs-on: ubuntu-latest
                    strategy: {fail-fast: false, matrix: {n: [1, 2]}}
                    steps: [{run: exit 3}]
                """);
        assertThat(start("--folder", project.toString()).waitFor()).as(output()).isEqualTo(1);
        assertThat(output().lines().toList())
                .endsWith("✗ Many: failure (2 of 3 jobs failed: " + failed() + ")")
                .contains("fine     | Summary:", "fine     | one", "fine     | two");
    }

    /** In the order in which they ended. */
    private String failed() throws IOException {
        return output().lines()
                .filter(line -> line.endsWith("): failure"))
                .map(line -> line.replaceFirst(".*✗ (.*): failure", "$1"))
                .collect(Collectors.joining(", "));
    }

    @Test
    void mirrorOfActions_isNamedByTheEnvironment_orByAnOption() {
        Map<String, String> environment = Map.of("SLIPWAY_ACTIONS_MIRROR", "/srv/a", "SLIPWAY_ACTIONS_URL", "none");
        assertThat(RunArguments.parse(List.of(), folder, environment)).satisfies(arguments -> {
            assertThat(arguments.actionsMirror()).contains(Path.of("/srv/a"));
            assertThat(arguments.actionsUrl()).contains("none");
        });
        assertThat(RunArguments.parse(List.of("--actions-mirror", "b"), folder, environment)
                        .actionsMirror())
                .contains(folder.resolve("b"));
    }

    @Test
    void workflow_runsOnTheFilesAsTheyAre_withSecretsMasked() throws Exception {
        Path secrets = Files.writeString(folder.resolve("secrets"), "# mine\nKEY=\"s3cr3t-text\"\n");
        assertThat(start("--secret-file", secrets.toString()).waitFor())
                .as(output())
                .isZero();
        assertThat(output())
                .contains("leg 1 of draft ***")
                .contains("leg 2 of draft ***")
                .contains("- broken: skipped")
                .contains("✓ Build: success")
                .doesNotContain("s3cr3t-text");
    }

    @Test
    void failure_isTheExitCode_andOnlyTheWantedJobRuns() throws Exception {
        assertThat(start("build", "--event", "workflow_dispatch", "--job", "broken", "--json")
                        .waitFor())
                .isEqualTo(1);
        assertThat(output())
                .contains("{\"kind\":\"line\"")
                .contains("\"conclusion\":\"failure\"")
                .doesNotContain("leg 1");
    }

    @Test
    void dryRun_showsTheGraphAndRunsNothing() throws Exception {
        assertThat(start("--dry-run").waitFor()).isZero();
        assertThat(output())
                .contains("■ make")
                .contains("■ test  ◄ make")
                .contains("test (1)")
                .doesNotContain("draft");
    }

    @Test
    void matrix_isNarrowedToTheLegsThatMatch_andOneThatNobodyHasIsRefusedWithThoseThereAre() throws Exception {
        assertThat(start("--matrix", "n:2").waitFor()).as(output()).isZero();
        assertThat(output()).contains("leg 2 of draft").doesNotContain("leg 1 of draft");
        assertThat(start("--dry-run", "--matrix=N:1").waitFor()).isZero();
        assertThat(output()).contains("■ make", "test (1)").doesNotContain("test (2)");
        assertThat(start("--dry-run", "--matrix", "n:1", "--matrix", "n:2").waitFor())
                .isZero();
        assertThat(output()).contains("test (1)", "test (2)");
        assertThat(start("--matrix", "n:3").waitFor()).isEqualTo(66);
        assertThat(output()).contains("no leg matches --matrix n:3", "there are: test (1), test (2)");
        assertThat(start("--matrix", "node:1").waitFor()).isEqualTo(66);
        assertThat(start("--matrix", "n").waitFor()).isEqualTo(64);
    }

    @Test
    void wrongUsage_isSaidWithWhatIsMeant() throws Exception {
        assertThat(start("--evnt", "push").waitFor()).isEqualTo(64);
        assertThat(output()).contains("--event");
        assertThat(start("absent").waitFor()).isEqualTo(66);
    }

    @Test
    void watch_runsAgainWhenAFileHasChanged_andEndsWithCtrlC() throws Exception {
        Process watching = start("--watch");
        await().atMost(Duration.ofSeconds(60)).until(() -> output().contains("Waiting for a change"));
        assertThat(output()).contains("leg 1 of draft");

        Files.writeString(folder.resolve("project/note.txt"), "final");
        await().atMost(Duration.ofSeconds(60)).until(() -> output().contains("leg 2 of final"));
        await().atMost(Duration.ofSeconds(60)).until(() -> output().split("Waiting for a change").length == 3);

        new ProcessBuilder("kill", "-INT", Long.toString(watching.pid()))
                .start()
                .waitFor();
        assertThat(watching.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(watching.exitValue()).isEqualTo(130);
    }

    @Test
    void interrupt_endsTheWholeTree() throws Exception {
        Process process = start("--job", "make", "--folder", slow().toString());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> CHILD.matcher(output()).find());
        Matcher said = CHILD.matcher(output());
        assertThat(said.find()).isTrue();
        long child = Long.parseLong(said.group(1));
        assertThat(ProcessHandle.of(child)).isPresent();
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(output()).contains("Build: cancelled");
    }

    private Path slow() throws IOException {
        Path project = folder.resolve("slow");
        Files.createDirectories(project.resolve(".github/workflows"));
        Files.writeString(project.resolve(".github/workflows/build.yml"), """
                name: Build
                on: push
                jobs:
                  make:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          sleep 600 &
                          echo "child $!"
                          wait
                """);
        return project;
    }
}
