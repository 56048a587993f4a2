package dev.slipway.server.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Finding;
import dev.slipway.server.action.ActionOrigin;
import dev.slipway.server.action.ActionRepositories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a push is told. */
class ConfigurationCheckTest {

    private static final String COMMIT = "0123456789012345678901234567890123456789";
    private static final String LOCK = ".github/actions-lock.json";

    @TempDir
    Path folder;

    private ActionRepositories kept;

    @BeforeEach
    void keepAnAction() throws IOException {
        kept = new ActionRepositories(folder.resolve("kept"), ActionOrigin.NONE);
        keep("acme/tool");
        keep("slipway/vault");
    }

    @Test
    void stepsOfActionsThatWereFetched_areCheckedAgainstThem() {
        assertThat(steps("acme/tool@" + COMMIT, Map.of()))
                .containsExactly(
                        "outdated-action 'acme/tool@" + COMMIT + "' was made for a Node.js that hosts no longer have",
                        "unknown-input 'acme/tool@" + COMMIT + "' has no input 'sise'");
        assertThat(steps("acme/tool@v1", Map.of(LOCK, "{\"actions\": {\"acme/tool@v1\": \"" + COMMIT + "\"}}")))
                .anyMatch(found -> found.startsWith("unknown-input 'acme/tool@v1' has no input 'sise'"));
    }

    @Test
    void whatWasNotFetched_orIsNamedByATagAlone_isNotChecked() {
        assertThat(steps("acme/tool@v1", Map.of())).isEmpty();
        assertThat(steps("acme/other@" + COMMIT, Map.of())).isEmpty();
        assertThat(steps("../tool@" + COMMIT, Map.of())).isEmpty();
    }

    @Test
    void projectsOfThisServer_areNotShownToWhoPushes() {
        assertThat(steps("slipway/vault@" + COMMIT, Map.of())).isEmpty();
    }

    @Test
    void lockThatCannotBeRead_isToldAtItsFile() {
        List<Finding> findings = ConfigurationCheck.of(Map.of(LOCK, "{\"actions\": {\"acme/tool@v1\": \"v1\"}}"), kept);
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("bad-actions-lock");
            assertThat(finding.position().file()).isEqualTo(LOCK);
        });
    }

    @Test
    void secretsThatACallerHereHandsOn_needNoDeclaration() {
        String called = "on: {workflow_call: {secrets: {ONE: {required: false}}}}\n"
                + "jobs: {a: {runs-on: ubuntu-latest, steps: [{run: 'echo ${{ secrets.OTHER }}'}]}}\n";
        String calling = "on: push\njobs: {a: {uses: ./.github/workflows/called.yml%s}}\n";
        Map<String, String> inherits = Map.of(
                ".github/workflows/called.yml",
                called,
                ".github/workflows/ci.yml",
                calling.formatted(", secrets: inherit"));
        assertThat(ConfigurationCheck.of(inherits)).isEmpty();
        Map<String, String> names =
                Map.of(".github/workflows/called.yml", called, ".github/workflows/ci.yml", calling.formatted(""));
        assertThat(ConfigurationCheck.of(names))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .startsWith("property 'OTHER' is not defined");
    }

    private List<String> steps(String action, Map<String, String> more) {
        Map<String, String> files = new HashMap<>(more);
        files.put(".github/workflows/ci.yml", """
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - {uses: "%s", with: {size: 1, sise: 2}}
                """.formatted(action));
        return ConfigurationCheck.of(files, kept).stream()
                .map(finding -> finding.code() + " " + finding.message())
                .toList();
    }

    private void keep(String repository) throws IOException {
        Path place = Files.createDirectories(
                folder.resolve("kept").resolve(repository).resolve(COMMIT));
        Files.writeString(place.resolve("action.yml"), "inputs: {size: {}}\nruns: {using: node12, main: a.js}\n");
    }
}
