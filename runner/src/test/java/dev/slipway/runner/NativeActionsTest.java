package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.kernel.Digest;
import dev.slipway.runner.artifact.Artifact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeActionsTest {

    @TempDir
    Path folder;

    JobBench bench;

    @BeforeEach
    void setUp() {
        bench = new JobBench(folder);
    }

    @Test
    void checkout_makesARealWorkTree() throws Exception {
        Path origin = Files.createDirectories(folder.resolve("origin"));
        GitSource.git(List.of("git", "init", "--quiet", "-b", "main"), origin);
        Files.writeString(origin.resolve("a.txt"), "one");
        GitSource.git(List.of("git", "add", "."), origin);
        GitSource.git(
                List.of("git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "first change"), origin);
        bench.source = new GitSource(origin);
        JobOutcome outcome = bench.steps("""
                - id: code
                  uses: actions/checkout@v4
                  with: {path: inner, fetch-depth: 0}
                - run: git log --format=%s && cat a.txt
                  working-directory: inner
                - run: test ${#COMMIT} = 40
                  env: {COMMIT: "${{ steps.code.outputs.commit }}"}
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log()).contains("first change");
    }

    @Test
    void checkoutOfAnotherRepository_isRefused() throws Exception {
        JobOutcome outcome = bench.steps("""
                - uses: actions/checkout@v4
                  with: {repository: other/one}
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("'other/one' is not here");
    }

    @Test
    void artifact_keepsModes_andEqualContentHasEqualDigest() throws Exception {
        JobOutcome first = bench.steps(makeAndUpload("dist"));
        assertThat(bench.log()).doesNotContain("##[error]");
        Artifact artifact = first.artifacts().getFirst();
        JobOutcome second = bench.steps("""
                - uses: actions/download-artifact@v4
                  with: {name: dist, path: got}
                - run: test -x got/run.sh && test "$(cat got/sub/data)" = data && test ! -e got/skip.log && test ! -e got/.hidden
                """);
        assertThat(bench.log()).doesNotContain("##[error]");
        assertThat(second.conclusion()).isEqualTo(Conclusion.SUCCESS);
        bench.run = "run-2";
        assertThat(bench.steps(makeAndUpload("dist")).artifacts().getFirst().digest())
                .isEqualTo(artifact.digest());
    }

    private static String makeAndUpload(String name) {
        return """
                - run: |
                    mkdir -p dist/sub && echo data > dist/sub/data && echo hi > dist/run.sh && chmod 755 dist/run.sh
                    touch dist/skip.log dist/.hidden
                - uses: actions/upload-artifact@v4
                  with:
                    name: %s
                    path: |
                      dist/
                      !dist/**/*.log
                """.formatted(name);
    }

    @Test
    void artifactOfTheSameName_needsOverwrite() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: echo 1 > f
                - uses: actions/upload-artifact@v4
                  with: {path: f}
                - run: echo 2 > f
                - uses: actions/upload-artifact@v4
                  continue-on-error: true
                  with: {path: f}
                - uses: actions/upload-artifact@v4
                  with: {path: f, overwrite: true}
                - uses: actions/download-artifact@v4
                  with: {path: all}
                - run: test "$(cat all/artifact/f)" = 2
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log()).contains("already has an artifact named 'artifact'");
    }

    @Test
    void artifactsOfAnotherRunOfTheProject_areNamedByItsNumber_andThoseOfAnotherProjectAreRefused() throws Exception {
        bench.run = "1000001";
        bench.steps("""
                - run: echo one > f
                - uses: actions/upload-artifact@v4
                  with: {path: f}
                """);
        bench.run = "1000002";
        JobOutcome outcome = bench.steps("""
                - uses: actions/download-artifact@v4
                  with: {name: artifact, run-id: 1000001, github-token: x, repository: acme/shop, path: old}
                - run: test "$(cat old/f)" = one
                - uses: actions/download-artifact@v4
                  id: escape
                  continue-on-error: true
                  with: {run-id: ../1000001}
                - uses: actions/download-artifact@v4
                  id: other
                  continue-on-error: true
                  with: {run-id: 1000001, repository: acme/other}
                - run: test ${{ steps.escape.outcome }} = failure -a ${{ steps.other.outcome }} = failure
                """);
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log()).contains("the project shop has no run '../1000001'", "'acme/other' is not here");
    }

    @Test
    void retentionOfAnArtifact_isAtMostThatOfTheServer_andUsuallyThat() throws Exception {
        List<Artifact> artifacts = bench.steps("""
                        - run: echo 1 > f
                        - uses: actions/upload-artifact@v7
                          with: {name: a, path: f, retention-days: 3}
                        - uses: actions/upload-artifact@v7
                          with: {name: b, path: f, retention-days: 0}
                        - uses: actions/upload-artifact@v7
                          with: {name: c, path: f, retention-days: 400}
                        - uses: actions/upload-artifact@v7
                          with: {name: d, path: f, retention-days: -1}
                        """).artifacts();
        assertThat(artifacts)
                .extracting(artifact -> Duration.between(
                        artifact.createdAt(), artifact.expiresAt().orElseThrow()))
                .containsExactly(Duration.ofDays(3), Duration.ofDays(90), Duration.ofDays(90));
        assertThat(bench.log())
                .contains("Retention days cannot be greater than the maximum allowed retention", "Using 90 instead.")
                .contains("the input 'retention-days' is '-1'");
    }

    @Test
    void fileThatShallNotBePacked_isKeptAsItIs_underItsOwnName() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: mkdir in && echo 1 > in/f.txt && echo 2 > in/g.txt
                - uses: actions/upload-artifact@v7
                  with: {name: ignored, path: in/f.txt, archive: false}
                - uses: actions/download-artifact@v8
                  with: {name: f.txt, path: got, digest-mismatch: error, skip-decompress: false}
                - run: test "$(find got -type f)" = got/f.txt && cmp in/f.txt got/f.txt
                - uses: actions/upload-artifact@v7
                  continue-on-error: true
                  with: {path: in, archive: false}
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(outcome.steps().getLast().outcome()).isEqualTo(Conclusion.FAILURE);
        assertThat(outcome.artifacts()).singleElement().satisfies(artifact -> {
            assertThat(artifact.name()).isEqualTo("f.txt");
            assertThat(artifact.digest()).isEqualTo(Digest.of("1\n"));
            assertThat(artifact.isArchive()).isFalse();
        });
        assertThat(bench.log())
                .contains("only a single file can be uploaded. Found 2")
                .doesNotContain("Unexpected");
    }

    @Test
    void archiveThatShallNotBeUnpacked_isBroughtAsItIs() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: echo 1 > f
                - uses: actions/upload-artifact@v7
                  id: up
                  with: {name: pack, path: f}
                - uses: actions/download-artifact@v8
                  with: {artifact-ids: "${{ steps.up.outputs.artifact-id }}, 12", path: got, skip-decompress: true}
                - run: test "$(sha256sum < got/pack.zip)" = "${{ steps.up.outputs.artifact-digest }}  -"
                - run: test "${{ steps.up.outputs.artifact-url }}" = "$RUN/artifacts/${{ steps.up.outputs.artifact-id }}"
                  env: {RUN: "http://slipway.localhost:7070/acme/shop/actions/runs/1000001"}
                - uses: actions/download-artifact@v8
                  continue-on-error: true
                  with: {artifact-ids: 12}
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(outcome.steps().getLast().outcome()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log())
                .contains("Could not find the following artifact IDs: 12", "None of the provided artifact IDs");
    }

    @Test
    void onlyArtifact_isPutIntoThePathItself_asFromVersion5On() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: echo 1 > f
                - uses: actions/upload-artifact@v7
                  with: {name: one, path: f}
                - uses: actions/download-artifact@v4.3.0
                  with: {pattern: o*, path: early}
                - uses: actions/download-artifact@v5
                  with: {pattern: o*, path: late}
                - uses: actions/upload-artifact@v7
                  with: {name: other, path: f}
                - uses: actions/download-artifact@v8
                  with: {path: both}
                - run: test -f early/one/f && test -f late/f && test -f both/one/f && test -f both/other/f
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    }

    @Test
    void noFiles_warnByDefault_andFailOnDemand() throws Exception {
        JobOutcome outcome = bench.steps("""
                - uses: actions/upload-artifact@v4
                  with: {path: nothing}
                - uses: actions/upload-artifact@v4
                  with: {path: nothing, if-no-files-found: error}
                """);
        assertThat(outcome.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(Conclusion.SUCCESS, Conclusion.FAILURE);
    }

    @Test
    void cache_isSavedAtTheEnd_andRestoredByPrefix() throws Exception {
        String steps = """
                - id: cache
                  uses: actions/cache@v4
                  with:
                    path: deps
                    key: deps-%s
                    restore-keys: deps-
                - run: echo "hit '${{ steps.cache.outputs.cache-hit }}' $(ls deps 2>/dev/null | wc -l) files"
                - run: mkdir -p deps && echo %s > deps/%s && ln -sf %s deps/link
                """;
        JobOutcome first = bench.steps(steps.formatted("a", "1", "a", "a"));
        assertThat(first.steps().getLast().name()).isEqualTo("Post Run actions/cache@v4");
        assertThat(bench.log()).contains("hit '' 0 files");
        bench.steps(steps.formatted("b", "2", "b", "b"));
        assertThat(bench.log()).contains("hit 'false' 2 files");
        bench.steps(steps.formatted("a", "3", "c", "c"));
        assertThat(bench.log()).contains("hit 'true' 2 files");
    }

    @Test
    void cacheMode_keepsAJobFromSavingOrRestoring() throws Exception {
        bench.run(workflow("cache-mode: read"));
        assertThat(bench.log()).contains("Cache save skipped: the effective cache-mode 'read' does not permit writes.");
        bench.run(workflow("cache-mode: write-only"));
        assertThat(bench.log())
                .contains("Cache restore skipped: the effective cache-mode 'write-only' does not permit reads.")
                .contains("Cache saved with key: k");
        bench.run(workflow("cache-mode: read"));
        assertThat(bench.log()).contains("Cache restored from key: k");
    }

    private static Workflow workflow(String mode) {
        return JobBench.workflow("on: push\n" + mode + """

                jobs:
                  it:
                    runs-on: ubuntu-latest
                    steps:
                      - {uses: actions/cache@v5, with: {path: d, key: k}}
                      - run: mkdir -p d && date > d/file
                """);
    }

    @Test
    void cacheOfABranch_isNotSeenByMain() throws Exception {
        bench.ref = "refs/heads/feature";
        bench.steps("""
                - run: mkdir d && echo x > d/x
                - uses: actions/cache/save@v4
                  with: {path: d, key: k}
                """);
        bench.ref = "refs/heads/main";
        JobOutcome outcome = bench.steps("""
                - uses: actions/cache/restore@v4
                  with: {path: d, key: k, fail-on-cache-miss: true}
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
    }

    @Test
    void setupPython_putsItOnThePath_setupJavaSaysWhatIsMissing() throws Exception {
        JobOutcome outcome = bench.steps("""
                - uses: actions/setup-python@v5
                  with: {python-version: 3.x}
                - run: python --version
                - uses: actions/setup-java@v4
                  with: {java-version: 999, distribution: temurin}
                """);
        assertThat(outcome.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(Conclusion.SUCCESS, Conclusion.SUCCESS, Conclusion.FAILURE);
        assertThat(bench.log()).contains("java 999 is not installed on this host");
    }

    @Test
    void unknownInput_isWarnedOf() throws Exception {
        bench.steps("""
                - run: echo > f
                - uses: actions/upload-artifact@v4
                  with: {path: f, nmae: x}
                """);
        assertThat(bench.log()).contains("Unexpected input(s) [nmae]");
    }
}
