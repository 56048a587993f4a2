package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.runner.action.ActionSource;
import dev.slipway.runner.host.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeActionTest {

    private static final String SAY = "console.log(process.env.INPUT_NAME + ' main'); "
            + "require('fs').appendFileSync(process.env.GITHUB_STATE, 'place=' + process.env.INPUT_NAME + '\\n')";

    @TempDir
    Path folder;

    private final Map<String, String> files = new HashMap<>();
    private JobBench bench;

    @BeforeEach
    void bench() {
        assumeTrue(new Programs(System.getenv("PATH")).find("node").isPresent(), "there is no node on this host");
        bench = new JobBench(folder).tree(files);
        files.put("it/action.yml", """
                inputs: {name: {default: nobody}, "two words-here": {default: x}}
                runs: {using: node20, main: main.js, post: post.js}
                """);
        files.put("it/main.js", SAY);
        files.put("it/post.js", "console.log(process.env.STATE_place + ' post')");
    }

    private JobOutcome steps(String more) throws Exception {
        return bench.steps("- uses: actions/checkout@v4\n" + more);
    }

    private List<String> said(String ending) {
        return bench.lines.stream()
                .map(line -> line.text())
                .filter(text -> text.endsWith(ending))
                .toList();
    }

    @Test
    void postScripts_runInReverseOrderWithTheirOwnState() throws Exception {
        JobOutcome outcome =
                steps("- {uses: ./it, with: {name: one}}\n- {uses: ./it, with: {name: two}}\n- uses: ./it\n");
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        assertThat(said(" main")).containsExactly("one main", "two main", "nobody main");
        assertThat(said(" post")).containsExactly("nobody post", "two post", "one post");
        assertThat(outcome.steps()).extracting(StepResult::name).endsWith("Post Run ./it");
        assertThat(bench.log()).contains("##[group]Post Run ./it");
    }

    @Test
    void postScript_runsAfterAFailureUnlessItsConditionSaysNo() throws Exception {
        files.put("picky/action.yml", "runs: {using: node20, main: main.js, post: post.js, post-if: success()}\n");
        files.put("picky/main.js", SAY);
        files.put("picky/post.js", "console.log('picky post')");
        assertThat(steps("- {uses: ./it, with: {name: one}}\n- uses: ./picky\n- run: exit 1\n")
                        .conclusion())
                .isEqualTo(Conclusion.FAILURE);
        assertThat(said(" post")).containsExactly("one post");
    }

    @Test
    void failingPostScript_failsTheJob() throws Exception {
        files.put("it/post.js", "process.exit(4)");
        JobOutcome outcome = steps("- uses: ./it\n");
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(outcome.steps().getLast().conclusion()).isEqualTo(Conclusion.FAILURE);
    }

    @Test
    void environment_hasInputsAndTheJobsCredentials_whichScriptsOfStepsDoNotGet() throws Exception {
        bench.access = new JobAccess(
                Map.of("ACTIONS_RUNTIME_TOKEN", "t0ken-of-job", "ACTIONS_RESULTS_URL", "http://127.0.0.1/"),
                Map.of("ACTIONS_ORCHESTRATION_ID", "job-1"),
                Set.of("t0ken-of-job"));
        files.put("it/main.js", """
                const e = process.env
                console.log(['seen', e['INPUT_TWO_WORDS-HERE'], e.ACTIONS_RESULTS_URL, e.ACTIONS_RUNTIME_TOKEN.length,
                  e.GITHUB_WORKSPACE === process.cwd(), e.RUNNER_TEMP !== undefined, e.OWN].join(' '))
                """);
        assertThat(steps("""
                - {uses: ./it, env: {OWN: mine}}
                - run: echo "script ${ACTIONS_RUNTIME_TOKEN:-none} $ACTIONS_ORCHESTRATION_ID"
                """).conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log())
                .contains("seen x http://127.0.0.1/ 12 true true mine")
                .contains("script none job-1")
                .doesNotContain("t0ken-of-job");
    }

    @Test
    void nestedInAComposite_runsWithInputsAndPost() throws Exception {
        files.put("outer/action.yml", """
                inputs: {name: {default: inner}}
                runs:
                  using: composite
                  steps:
                    - uses: ./it
                      with: {name: "${{ inputs.name }} 1"}
                    - uses: ./it
                      with: {name: "${{ inputs.name }} 2"}
                """);
        assertThat(steps("- uses: ./outer\n").conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        assertThat(said(" post")).containsExactly("inner 2 post", "inner 1 post");
    }

    @Test
    void actionOfAnotherRepository_isFetchedFirst_andItsPreScriptRunsBeforeAllSteps() throws Exception {
        Path repository = Files.createDirectories(folder.resolve("fetched/deep"));
        Files.writeString(repository.resolve("action.yaml"), """
                inputs: {name: {default: far}}
                runs: {using: node20, pre: pre.js, main: main.js, post: post.js}
                """);
        Files.writeString(
                repository.resolve("pre.js"),
                "console.log('pre'); require('fs').appendFileSync(process.env.GITHUB_STATE, 'early=yes\\n')");
        Files.writeString(repository.resolve("main.js"), """
                console.log(process.env.STATE_early + ' ' + process.env.GITHUB_ACTION_REPOSITORY + '@' + process.env.GITHUB_ACTION_REF + ' main')
                """);
        Files.writeString(repository.resolve("post.js"), "console.log(process.env.STATE_early + ' post')");
        bench.actions = new ActionSource() {
            @Override
            public Optional<Path> fetch(ActionReference.Repository action) {
                return Optional.of(folder.resolve("fetched"));
            }

            @Override
            public boolean isPinned(ActionReference.Repository action) {
                return false;
            }
        };
        JobOutcome outcome = bench.steps("- run: echo first\n- uses: acme/tool/deep@v1\n");
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        assertThat(outcome.steps())
                .extracting(StepResult::name)
                .containsExactly(
                        "Pre Run acme/tool/deep@v1",
                        "Run echo first",
                        "Run acme/tool/deep@v1",
                        "Post Run acme/tool/deep@v1");
        assertThat(bench.log()).contains("yes acme/tool@v1 main").contains("yes post");
    }
}
