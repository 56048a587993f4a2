package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.containers.Engine;
import dev.slipway.containers.NeedsEngine;
import dev.slipway.containers.TestEngine;
import dev.slipway.runner.container.JobLabels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsEngine
class DockerActionTest {

    @TempDir
    Path folder;

    private final Map<String, String> files = new HashMap<>();
    private Engine engine;
    private JobBench bench;

    @BeforeEach
    void bench() throws Exception {
        engine = TestEngine.connect();
        TestEngine.image(engine);
        bench = new JobBench(folder).tree(files);
        bench.engines = TestEngine.access();
        files.put("it/action.yml", """
                inputs: {name: {default: nobody}, "two words": {default: x}}
                outputs: {greeting: {}}
                runs:
                  using: docker
                  image: Dockerfile
                  entrypoint: /main.sh
                  post-entrypoint: /post.sh
                  args: ["${{ inputs.name }}", "a b", ""]
                  env: {FROM_ACTION: "for ${{ inputs.name }}", OWN: hidden}
                """);
        files.put("it/Dockerfile", "FROM " + TestEngine.IMAGE + "\nCOPY *.sh /\n");
        files.put("it/main.sh", """
                #!/bin/sh
                echo "args: $# $1 [$2] [$3]; $INPUT_NAME $INPUT_TWO_WORDS $FROM_ACTION $OWN $MADE_OF"
                echo "places: $PWD $GITHUB_WORKSPACE $RUNNER_TEMP $HOME"
                test -s "$GITHUB_EVENT_PATH" || exit 9
                echo "greeting=hello $1" >> "$GITHUB_OUTPUT"
                echo "kept=for later" >> "$GITHUB_STATE"
                echo written > made-by-action
                """);
        files.put("it/post.sh", "#!/bin/sh\necho \"post: $STATE_kept $INPUT_NAME\"\n");
        files.put("it/.dockerignore", "*.md\n");
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(JobLabels.removeAll(engine, bench.id)).as("left of the job").isZero();
        bench.engines.close();
        engine.close();
    }

    private JobOutcome job(String text) throws Exception {
        return bench.job("runs-on: ubuntu-latest\n" + text.replace("IMAGE", TestEngine.IMAGE));
    }

    private void succeeds(String text) throws Exception {
        assertThat(job(text).conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
    }

    private static final String STEPS = """
            steps:
              - uses: actions/checkout@v4
              - run: chmod +x it/*.sh
              - id: it
                uses: ./it
                env: {OWN: of the step}
                with: {name: ann}
              - run: echo "${{ steps.it.outputs.greeting }}, $(cat made-by-action)"
            """;

    @Test
    void actionWithADockerfile_isBuiltAndRunWithInputsArgumentsFilesAndPost() throws Exception {
        succeeds(STEPS);
        assertThat(bench.log())
                .contains("args: 3 ann [a b] []; ann x for ann of the step scratch")
                .contains("places: /github/workspace /github/workspace /github/runner_temp /github/home")
                .contains("hello ann, written")
                .contains("post: for later ann");
    }

    @Test
    void insideOfAJobContainer_theActionSeesTheSameFilesAndTheNetwork() throws Exception {
        succeeds("container: IMAGE\n" + STEPS + """
                  - uses: docker://IMAGE
                    with:
                      entrypoint: sh
                      args: -c 'echo "temp $RUNNER_TEMP in $INPUT_WHERE"'
                      where: ${{ github.workspace }}/x
                """);
        assertThat(bench.log())
                .contains("places: /github/workspace /github/workspace /github/runner_temp /github/home")
                .contains("hello ann, written")
                .contains("temp /github/runner_temp in /github/workspace/x");
    }

    @Test
    void failingAction_failsTheStep_withItsExitCode() throws Exception {
        assertThat(job("""
                steps:
                  - uses: docker://IMAGE
                    with: {args: sh -c 'exit 4'}
                """).conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("Process completed with exit code 4.");
    }

    @Test
    void dockerfileThatDoesNotBuild_failsWithItsWords() throws Exception {
        files.put("it/Dockerfile", "FROM " + TestEngine.IMAGE + "\nRUN echo so far && exit 5\n");
        assertThat(job(STEPS).conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("so far").containsPattern("(non-zero code:|exit status) 5");
    }

    @Test
    void cancel_endsTheActionsContainer() throws Exception {
        CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(job("""
                        steps:
                          - uses: docker://IMAGE
                            with:
                              args: sh -c 'trap "echo got INT; exit 0" INT; echo ready; while :; do sleep 0.1; done'
                        """));
            } catch (Exception e) {
                outcome.completeExceptionally(e);
            }
        });
        await().atMost(Duration.ofSeconds(60)).until(() -> bench.log().contains("\nready"));
        bench.cancel.cancel("ann asked");
        assertThat(outcome.get(60, TimeUnit.SECONDS).conclusion()).isEqualTo(Conclusion.CANCELLED);
        assertThat(bench.log()).contains("got INT");
    }

    @Test
    void composite_mayUseImages() throws Exception {
        files.put("outer/action.yml", """
                runs:
                  using: composite
                  steps:
                    - uses: docker://IMAGE
                      with: {args: echo from inside}
                """.replace("IMAGE", TestEngine.IMAGE));
        succeeds("steps:\n  - uses: actions/checkout@v4\n  - uses: ./outer\n");
        assertThat(bench.log()).contains("from inside");
    }
}
