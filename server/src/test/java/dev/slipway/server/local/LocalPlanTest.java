package dev.slipway.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPlanTest {

    @TempDir
    Path folder;

    @Test
    void nothingToRun_isSaidWithWhatThereIs() throws IOException {
        assertThat(refusal("push").hint()).isEqualTo("there are no files in .github/workflows");

        Path workflows = Files.createDirectories(folder.resolve(".github/workflows"));
        for (String name : List.of("nightly.yml", "hand.yml")) {
            Files.writeString(workflows.resolve(name), """
                    on: workflow_dispatch
                    jobs: {one: {runs-on: ubuntu-latest, steps: [{run: 'true'}]}}
                    """);
        }

        Problem refusal = refusal("push");
        assertThat(refusal.message()).isEqualTo("no workflow here is started by push");
        assertThat(refusal.hint())
                .isEqualTo("there are .github/workflows/hand.yml, .github/workflows/nightly.yml;"
                        + " --event names another event");
    }

    @Test
    void workflowThatCannotBePlanned_isNamed() throws IOException {
        Path workflows = Files.createDirectories(folder.resolve(".github/workflows"));
        Files.writeString(workflows.resolve("tag.yml"), """
                on: {workflow_dispatch: {inputs: {version: {required: true}}}}
                jobs: {one: {runs-on: ubuntu-latest, steps: [{run: 'true'}]}}
                """);

        assertThat(refusal("workflow_dispatch").message())
                .isEqualTo(".github/workflows/tag.yml: the input 'version' is required");
    }

    private Problem refusal(String event) {
        RunArguments asked = RunArguments.parse(List.of("--dry-run", "--event", event), folder, Map.of());
        return catchThrowableOfType(
                Problem.class,
                () -> LocalPlan.of(
                        new LocalRepository(folder, System.getenv()), asked, Instant.parse("2026-11-22T10:00:00Z")));
    }
}
