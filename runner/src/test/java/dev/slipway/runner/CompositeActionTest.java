package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.runner.action.ActionSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompositeActionTest {

    @TempDir
    Path folder;

    private final Map<String, String> files = new HashMap<>();
    private JobBench bench;

    @BeforeEach
    void bench() {
        bench = new JobBench(folder).tree(files);
    }

    private JobOutcome steps(String more) throws Exception {
        return bench.steps("- uses: actions/checkout@v4\n" + more);
    }

    @Test
    void action_getsItsInputsAndGivesItsOutputs() throws Exception {
        files.put("greet/action.yml", """
                inputs:
                  who: {default: world}
                  from: {default: "${{ github.ref_name }}"}
                outputs:
                  said: {value: "${{ steps.say.outputs.text }}"}
                runs:
                  using: composite
                  steps:
                    - id: say
                      shell: bash
                      run: echo "text=hello ${{ inputs.who }} from ${{ inputs.FROM }} in $OUTER$INPUT_WHO" >> "$GITHUB_OUTPUT"
                    - shell: bash
                      run: test -f "$GITHUB_ACTION_PATH/action.yml" && echo "LATER=yes" >> "$GITHUB_ENV"
                """);
        JobOutcome outcome = steps("""
                - uses: ./greet
                  id: greet
                  with: {who: Ann}
                  env: {OUTER: out}
                - run: echo "got ${{ steps.greet.outputs.said }}, $LATER, ${{ steps.say.outcome }}$OUTER."
                """);
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log()).contains("got hello Ann from main in out, yes, .");
        assertThat(outcome.steps()).hasSize(3);
    }

    @Test
    void failedStep_skipsTheRestAndFailsTheAction_butNotWhatIsForFailures() throws Exception {
        files.put("it/action.yml", """
                outputs: {after: {value: "${{ steps.mend.outputs.x }}"}}
                runs:
                  using: composite
                  steps:
                    - {shell: bash, run: "exit 3"}
                    - {shell: bash, run: echo never}
                    - {shell: bash, if: failure(), id: mend, run: echo x=1 >> $GITHUB_OUTPUT}
                """);
        JobOutcome outcome = steps("""
                - uses: ./it
                  id: it
                  continue-on-error: true
                - run: echo "after ${{ steps.it.outputs.after }} ${{ steps.it.outcome }} ${{ steps.it.conclusion }}"
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log()).contains("after 1 failure success").doesNotContain("Run echo never");
    }

    @Test
    void statusOfTheAction_isThatOfItsStepsSoFar_andTheNameThatOfTheJobsStep() throws Exception {
        files.put("act/action.yml", """
                outputs:
                  status: {value: "[${{ github.action_status }}]"}
                runs:
                  using: composite
                  steps:
                    - {shell: bash, run: "echo begins ${{ github.action_status }} in ${{ github.action }} $GITHUB_ACTION"}
                    - {shell: bash, run: exit 1}
                    - {if: always(), shell: bash, run: "echo ends ${{ github.action_status }}"}
                """);
        steps("""
                - {id: whole, uses: ./act, continue-on-error: true}
                - run: "echo outside ${{ steps.whole.outputs.status }}[${{ github.action_status }}]"
                """);
        assertThat(bench.log().lines()).contains("begins success in whole whole", "ends failure", "outside [][]");
    }

    @Test
    void forgivenStep_doesNotFailTheAction() throws Exception {
        files.put("it/action.yml", """
                runs:
                  using: composite
                  steps:
                    - {shell: bash, run: "exit 3", continue-on-error: true}
                    - {shell: bash, run: echo goes on}
                """);
        assertThat(steps("- uses: ./it\n").conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log()).contains("goes on");
    }

    @Test
    void secrets_areNotSeenInside() throws Exception {
        bench.secrets.put("KEY", "s3cr3t-value");
        files.put("it/action.yml", """
                inputs: {key: {}}
                runs:
                  using: composite
                  steps:
                    - {shell: bash, run: 'test "${{ inputs.key }}" = s3cr3t-value && echo "[${{ inputs.key }}]"'}
                """);
        assertThat(steps("- {uses: ./it, with: {key: '${{ secrets.KEY }}'}}\n").conclusion())
                .isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log()).contains("[***]").doesNotContain("s3cr3t-value");
    }

    @Test
    void action_thatUsesItself_isStoppedAtTheDepthLimit() throws Exception {
        files.put("it/action.yml", """
                runs:
                  using: composite
                  steps:
                    - {shell: bash, run: echo deeper}
                    - uses: ./it
                """);
        assertThat(steps("- uses: ./it\n").conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("Composite action depth exceeded max depth 9");
        assertThat(bench.lines.stream().filter(line -> line.text().equals("deeper")))
                .hasSize(CompositeWork.DEEPEST);
    }

    @Test
    void timeoutOfTheStep_endsWhatRunsInside() throws Exception {
        files.put("it/action.yml", """
                runs:
                  using: composite
                  steps:
                    - {shell: bash, run: sleep 600}
                    - {shell: bash, if: always(), run: echo too late}
                """);
        assertThat(steps("- {uses: ./it, timeout-minutes: 0.01}\n").conclusion())
                .isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("has timed out").doesNotContain("Run echo too late");
    }

    @Test
    void unknownPlaces_areRefusedWithTheirPosition() throws Exception {
        assertThat(steps("- uses: ./absent\n").conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains(".github/workflows/test.yml:").contains("Can't find 'action.yml'");
        files.put("it/action.yml", "runs: {using: docker, image: Dockerfile}\n");
        assertThat(steps("- uses: ./it\n").conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).containsPattern("test\\.yml:\\d+:\\d+: this host has no container engine");
        assertThat(steps("- uses: acme/tool@v1\n").conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("its code cannot be fetched");
    }

    @Test
    void rootOfTheCommit_isTheActionsOwnRepositoryInsideAnActionFromElsewhere() throws Exception {
        Path theirs = folder.resolve("theirs");
        write(theirs.resolve("action.yml"), """
                runs: {using: composite, steps: [{uses: $/inner}, {uses: ./inner}]}
                """);
        write(theirs.resolve("inner/action.yml"), echo("theirs"));
        files.put("inner/action.yml", echo("ours"));
        bench.actions = from(theirs);
        JobOutcome outcome = steps("- uses: acme/tool@v1\n");
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log().lines().filter(line -> line.startsWith("it is ")))
                .containsExactly("it is theirs", "it is ours");
    }

    @Test
    void repositoryAndRefOfAnAction_areThoseOfTheStepThatUsesIt_andEmptyForScripts() throws Exception {
        Path theirs = folder.resolve("theirs");
        String say = """
                      shell: bash
                      env: {SEEN: "${{ github.action_repository }}@${{ github.action_ref }}"}
                      run: echo "WHO saw $SEEN, has [${GITHUB_ACTION_REPOSITORY-unset}@${GITHUB_ACTION_REF-unset}${{ github.action_ref }}]"
                """;
        write(theirs.resolve("action.yml"), """
                inputs: {from: {default: "${{ github.action_repository }}@${{ github.action_ref }}"}}
                runs:
                  using: composite
                  steps:
                    - {shell: bash, run: "echo from ${{ inputs.from }}"}
                    - {uses: other/tool/inner@v2, with: {from: "${{ github.action_repository }}"}}
                    -
                """ + say.replace("WHO", "tool"));
        write(theirs.resolve("inner/action.yml"), """
                inputs: {from: {}}
                runs:
                  using: composite
                  steps:
                    - {shell: bash, run: "echo inner from ${{ inputs.from }}"}
                    -
                """ + say.replace("WHO", "inner"));
        files.put("ours/action.yml", """
                runs:
                  using: composite
                  steps:
                    -
                """ + say.replace("WHO", "ours"));
        bench.actions = from(theirs);
        JobOutcome outcome = steps("- uses: acme/tool@v1\n- uses: ./ours\n- run: echo \"job"
                + " [${GITHUB_ACTION_REPOSITORY-unset}@${GITHUB_ACTION_REF-unset}]\"\n");
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log().lines().toList())
                .containsSubsequence(
                        "from acme/tool@v1",
                        "inner from other/tool",
                        "inner saw acme/tool@v1, has [@]",
                        "tool saw acme/tool@v1, has [@]",
                        "ours saw @, has [@]",
                        "job [@]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"submodules: recursive", "LFS: true", "sparse-checkout: docs"})
    void whatSlipwaysOwnCheckoutDoesNotDo_isLeftToTheStockOne(String asked) throws Exception {
        Path theirs = Files.createDirectories(folder.resolve("stock"));
        write(theirs.resolve("action.yml"), echo("the stock checkout"));
        bench.actions = from(theirs);

        JobOutcome outcome = steps("- uses: actions/checkout@v4\n  with: {" + asked + "}\n");

        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log()).contains("it is the stock checkout");
    }

    @Test
    void whatSlipwaysOwnCheckoutDoes_isNotLeftToTheStockOne() throws Exception {
        Path theirs = Files.createDirectories(folder.resolve("stock"));
        write(theirs.resolve("action.yml"), echo("the stock checkout"));
        bench.actions = from(theirs);

        steps("- uses: actions/checkout@v4\n  with: {submodules: false, lfs: '', fetch-depth: 1}\n");

        assertThat(bench.log()).doesNotContain("it is the stock checkout");
    }

    @Test
    void whatNobodyDoes_isRefusedWithTheWayOut() throws Exception {
        bench.actions = ActionSource.NONE;

        JobOutcome outcome = steps("- uses: actions/checkout@v4\n  with: {submodules: true}\n");

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log())
                .contains("Slipway does not support the input 'submodules'")
                .contains("git submodule update --init");
    }

    private static ActionSource from(Path theirs) {
        return new ActionSource() {
            @Override
            public Optional<Path> fetch(ActionReference.Repository repository) {
                return Optional.of(theirs);
            }

            @Override
            public boolean isPinned(ActionReference.Repository repository) {
                return false;
            }
        };
    }

    private static String echo(String who) {
        return "runs: {using: composite, steps: [{shell: bash, run: echo it is " + who + "}]}\n";
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
