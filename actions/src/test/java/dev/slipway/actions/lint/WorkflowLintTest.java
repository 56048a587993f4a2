package dev.slipway.actions.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.action.ActionReader;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.kernel.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Each rule by its name, with what it says and where. */
class WorkflowLintTest {

    @Test
    void expressionRule_knowsWhatContextsHold() {
        assertThat(inSteps("""
                - {id: one, run: make}
                - run: |
                    echo
                    echo ${{ steps.one.outputs.any }} ${{ steps.two.outputs.any }}
                - run: echo ${{ needs.other.result }} ${{ github.evnt }} ${{ runner.os.name }}
                - run: echo ${{ matrix.v.x }} ${{ github.event }} ${{ github.event.any.thing }}
                - {run: make, if: "${{ github.retention_days < true }}", timeout-minutes: "${{ github.ref == 'x' }}"}
                """))
                .extracting(found -> found.replaceAll(" is not defined in object type .*", ""))
                .containsExactly(
                        "expression-type ci.yml:10:49 property 'two'",
                        "expression-type ci.yml:11:23 property 'other'",
                        "expression-type ci.yml:11:49 property 'evnt'",
                        "expression-type ci.yml:11:68 'name' is asked of a value of type string",
                        "expression-type ci.yml:12:23 'x' is asked of a value of type number",
                        "expression-type ci.yml:12:41 objects, arrays and null make no text, but this gives object",
                        "expression-type ci.yml:13:30 a value of type number cannot be compared to one of type bool",
                        "expression-type ci.yml:13:86 a number is wanted here, but this gives bool");
    }

    @Test
    void expressionRule_tellsWhatGithubAloneGives() {
        assertThat(inSteps("""
                - run: echo ${{ github.repository_id }} ${{ job.check_run_id }} ${{ github.repositoryUrl }}
                - run: echo ${{ job.workflow_sha }} ${{ github.action_status }}
                """))
                .containsExactly(
                        "expression-type ci.yml:7:23 GitHub gives the property 'repository_id', Slipway does not: it is empty here",
                        "expression-type ci.yml:7:51 GitHub gives the property 'check_run_id', Slipway does not: it is empty here");
    }

    @Test
    void expressionRule_checksFunctions() {
        assertThat(inSteps("""
                - run: echo ${{ format('{0} {2}', 1, 2) }}
                - run: echo ${{ join('a', ',') }}
                - run: echo ${{ startsWith(github.event, 'a') && fromJSON('[1') }}
                - run: echo ${{ fromJSON('{"a":[1]}').a[0] }} ${{ fromJSON('{"a":[1]}').b }}
                """))
                .extracting(found -> found.split(" ", 3)[2].lines().findFirst().orElseThrow())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("the format '{0} {2}' does not use its argument {1}"),
                        second -> assertThat(second).isEqualTo("the format '{0} {2}' wants {2}, but has 2 arguments"),
                        third -> assertThat(third).isEqualTo("'join' takes array<string>, not string"),
                        fourth -> assertThat(fourth).startsWith("'startsWith' takes string"),
                        fifth -> assertThat(fifth).startsWith("Error parsing JSON when evaluating fromJson"),
                        sixth -> assertThat(sixth)
                                .isEqualTo("property 'b' is not defined in object type {a: array<number>}"));
    }

    @Test
    void conditionRule_findsTextAroundAnExpression() {
        assertThat(inSteps("- {if: \"${{ false }} || true\", run: make}\n"))
                .containsExactly(
                        "condition-always-true ci.yml:7:14 this condition is always true, because there is text around"
                                + " its expression");
    }

    @Test
    void untrustedInputRule_findsWhatStrangersChoose() {
        assertThat(inSteps("""
                - run: echo "${{ github.event.issue.title }}" ${{ contains(github.event.issue.body, 'x') }}
                - run: echo "${{ toJSON(github.event.commits.*.message) }}"
                - {uses: actions/github-script@v7, with: {script: "a('${{ github.head_ref }}')"}}
                - {run: 'echo "$TITLE"', env: {TITLE: "${{ github.event.issue.title }}"}}
                """))
                .extracting(found -> found.replaceAll(" can be chosen.*", ""))
                .containsExactly(
                        "untrusted-input ci.yml:7:24 'github.event.issue.title'",
                        "untrusted-input ci.yml:8:24 'github.event.commits.*.message'",
                        "untrusted-input ci.yml:9:65 'github.head_ref'");
    }

    @Test
    void runnerLabelRule_findsUnknownAndConflictingLabels() {
        assertThat(inJob("runs-on: [ubuntu-latest, windows-latest, ubuntu-oldest]"))
                .containsExactly(
                        "label-conflict ci.yml:4:30 no host has both 'windows-latest' and 'ubuntu-latest'",
                        "unknown-label ci.yml:4:46 no host is known by the label 'ubuntu-oldest'");
    }

    @Test
    void shellRule_findsWhatIsNoShell() {
        assertThat(inSteps("- {run: make, shell: bsh}\n- {run: make, shell: \"perl {0}\"}\n"))
                .containsExactly("bad-shell ci.yml:7:28 'bsh' is no shell");
    }

    @Test
    void numberRule_findsLimitsThatAreNone() {
        assertThat(inJob("runs-on: x\n    timeout-minutes: 0\n    strategy: {max-parallel: 1.5, matrix: {v: [1]}}"))
                .containsExactly(
                        "bad-number ci.yml:5:22 '0' is not above zero",
                        "bad-number ci.yml:6:30 'max-parallel' is a whole number");
    }

    @Test
    void emptySectionRule_leavesTheValuesOfCombinationsAlone_andDoubtsAFilterWithNothingInIt() {
        assertThat(inJob("runs-on: x\n    strategy: {matrix: {include: [{a: 1, container: ''}], exclude: [{}]}}"))
                .contains("empty-section ci.yml:5:69 'exclude item' is empty")
                .noneMatch(line -> line.contains("'container'"));
        assertThat(WorkflowLint.check(
                        "ci.yml", "on: {push: {branches: [x], tags: }}\njobs: {a: {runs-on: x, steps: [{run: make}]}}"))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.toString()).startsWith("ci.yml:1:33: warning: 'tags' is empty"));
    }

    @Test
    void emptySectionRule_findsNothingWhereSomethingBelongs() {
        assertThat(inJob("runs-on: x\n    needs: []\n    env: {}"))
                .containsExactly(
                        "empty-section ci.yml:5:12 'needs' is empty", "empty-section ci.yml:6:10 'env' is empty");
    }

    @Test
    void credentialsRule_wantsBoth_andNoWrittenPassword() {
        assertThat(inJob("runs-on: x\n    container: {image: a, credentials: {password: secret}}"))
                .containsExactly(
                        "bad-credentials ci.yml:5:27 credentials need both 'username' and 'password'",
                        "written-password ci.yml:5:51 the password is written out for everybody who can read the"
                                + " repository");
    }

    @Test
    void cronRule_findsWhatComesTooOften() {
        assertThat(told("on: {schedule: [{cron: '*/4 * * * *'}, {cron: '*/5 * * * *'}]}\n"
                        + "jobs: {a: {runs-on: x, steps: [{run: make}]}}"))
                .containsExactly("cron-too-often ci.yml:1:24 '*/4 * * * *' comes more often than every five minutes");
        assertThat(told("on: {schedule: [{cron: '1 4 * * *', timezone: UTC}]}\n"
                        + "jobs: {a: {runs-on: x, steps: [{run: make}]}}"))
                .containsExactly("bad-timezone ci.yml:1:47 'UTC' is no place of the IANA time zone database");
    }

    @Test
    void deprecatedCommandRule_findsOldCommands() {
        assertThat(inSteps("- run: echo \"::set-output name=a::b\"\n- run: echo '::add-path::/x'\n"))
                .containsExactly(
                        "deprecated-command ci.yml:7:14 the workflow command 'set-output' is deprecated",
                        "deprecated-command ci.yml:8:14 the workflow command 'add-path' is deprecated");
    }

    @Test
    void actionVersionRule_findsActionsOfOldNodes() {
        assertThat(inSteps("- uses: actions/checkout@v2\n- uses: actions/checkout@v4\n"))
                .containsExactly(
                        "outdated-action ci.yml:7:15 'actions/checkout@v2' was made for a Node.js that hosts no longer"
                                + " have");
    }

    @Test
    void callRules_lookAtReferencesAndDefaults() {
        assertThat(told("""
                on: {workflow_call: {inputs: {a: {type: boolean, required: true, default: 'x'}}}}
                jobs:
                  a: {uses: ./x.yml@main}
                """))
                .containsExactly(
                        "unused-default ci.yml:1:75 the input 'a' is required, so its default is never used",
                        "bad-default ci.yml:1:75 the default 'x' does not fit the input's type",
                        "bad-call ci.yml:3:13 './x.yml@main' names no workflow");
    }

    @Test
    void matrixValueRule_findsTwins() {
        assertThat(inJob("runs-on: x\n    strategy: {matrix: {v: [1, 2, 1]}}"))
                .containsExactly("twin-value ci.yml:5:35 the value '1' is there twice in 'v'");
    }

    @Test
    void environmentNameRule_findsNamesThatNoShellReads() {
        assertThat(inJob("runs-on: x\n    env: {A B: c}"))
                .containsExactly("bad-variable ci.yml:5:11 'A B' is no name of a variable");
    }

    @Test
    void conditionRule_findsWhatCannotChange_andSpacesAroundAnExpression() {
        assertThat(inSteps("""
                - {if: "true ", run: make}
                - {if: "${{ contains('ab', 'a') }}", run: make}
                - {if: "${{ failure() }} ", run: make}
                - {if: "${{ failure() }}", run: make}
                - {if: "hashFiles('x') != ''", run: make}
                """))
                .extracting(found -> found.split(" ", 3)[0] + " " + found.split(" ", 3)[1])
                .containsExactly(
                        "constant-condition ci.yml:7:14",
                        "constant-condition ci.yml:8:14",
                        "condition-always-true ci.yml:9:14");
    }

    @Test
    void anchorRule_findsAnchorsThatNobodyUses() {
        assertThat(inJob("runs-on: &x y\n    env: &e {A: b}\n    name: *x"))
                .containsExactly("unused-anchor ci.yml:5:10 no alias names this anchor");
    }

    @Test
    void stepKindRule_pointsAtTheFirstOfBoth() {
        assertThat(inSteps("- name: a\n  run: make\n  uses: actions/checkout@v4\n"))
                .contains("run-and-uses ci.yml:8:9 this step has both 'run' and 'uses', but a step does one thing");
    }

    @Test
    void matrixExcludeRule_findsWhatExcludesNothing() {
        assertThat(inJob("""
                runs-on: x
                    strategy:
                      matrix:
                        os: [{name: a, at: 1}, {name: b}]
                        v: [1, "${{ github.ref }}"]
                        exclude:
                          - {os: {name: a}, v: 7}
                          - os: {name: c}
                          - os: {name: b, at: 1}
                        include: [{os: {name: d}}]"""))
                .extracting(found -> found.split(" ", 3)[1])
                .containsExactly("ci.yml:11:17", "ci.yml:12:17");
    }

    @Test
    void allValuesOfAnObject_canBeTaken_alsoWhereTheyAreNoObjects() {
        assertThat(inJob("runs-on: x\n    strategy: {matrix: {os: [a], v: [1]}}\n"
                        + "    name: ${{ join(matrix.*, '-') }}\n    env: {A: \"${{ join(matrix.*.os) }}\"}"))
                .isEmpty();
        assertThat(inJob("runs-on: x\n    strategy: {matrix: {os: [a]}}\n    name: ${{ join(matrix.*.os) }}"))
                .singleElement()
                .asString()
                .contains("'os' is asked of items of type string");
    }

    @Test
    void imageVersionRule_wantsListsAndPatterns() {
        assertThat(told("on: {image_version: {names: a, versions: ['!', '1.*']}}\n"
                        + "jobs: {a: {runs-on: x, steps: [{run: make}]}}"))
                .containsExactly(
                        "no-list ci.yml:1:29 'names' is a sequence",
                        "bad-pattern ci.yml:1:43 '!' is no pattern: a pattern must not be empty");
    }

    @Test
    void expressionRule_wantsLabelsOfTextAndKnowsDeclaredSecrets() {
        assertThat(inJob("runs-on: ${{ fromJSON('{\"a\":1}') }}"))
                .containsExactly("expression-type ci.yml:4:18 a label or a list of labels is wanted here, but this"
                        + " gives {a: number}");
        assertThat(told("on: {workflow_call: {secrets: {}}}\n"
                        + "jobs: {a: {runs-on: x, steps: [{run: 'echo ${{ secrets.OTHER }}'}]}}"))
                .anyMatch(found -> found.contains("property 'OTHER' is not defined"));
    }

    @Test
    void secretsThatAreInherited_needNoDeclaration() {
        String text = "on: {workflow_call: {secrets: {ONE: {required: false}}}}\n"
                + "jobs: {a: {runs-on: x, steps: [{run: 'echo ${{ secrets.ONE }}${{ secrets.OTHER }}'}]}}";
        WorkflowReader.Reading reading = WorkflowReader.read("ci.yml", text);
        assertThat(WorkflowLint.check("ci.yml", text, reading, new Surroundings(StockActions.ALL, false)))
                .extracting(WorkflowLintTest::show)
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("property 'OTHER' is not defined");
        assertThat(WorkflowLint.check("ci.yml", text, reading, new Surroundings(StockActions.ALL, true)))
                .isEmpty();
    }

    @Test
    void whatAMappingLacks_isToldAtItsKey() {
        assertThat(told("on: push\nconcurrency:\n  cancel-in-progress: true\njobs:\n  a:\n    steps: [{run: make}]\n"))
                .containsExactly(
                        "missing-key ci.yml:2:1 Required property is missing: group",
                        "missing-key ci.yml:5:3 Required property is missing: runs-on");
    }

    @Test
    void keysThatDifferInTheirCase_areBothLookedInto() {
        assertThat(told("on: push\ndefaults:\n  RUN:\n  run: {SHELL: bash}\n"
                        + "jobs: {a: {runs-on: x, steps: [{run: make}]}}"))
                .extracting(found -> found.split(" ", 3)[1])
                .contains("ci.yml:3:3", "ci.yml:4:3", "ci.yml:4:9");
    }

    @Test
    void cacheModeRule_warnsOfCachesSavedForStrangers() {
        String jobs = "jobs: {a: {runs-on: ubuntu-latest, steps: [{run: make}]}}";
        assertThat(told("on: pull_request_target\ncache-mode: write\n" + jobs))
                .containsExactly("cache-poisoning ci.yml:3:8 with 'cache-mode: write' the job 'a' saves caches after"
                        + " 'pull_request_target', which people without a right to push can bring about");
        assertThat(told("on: pull_request_target\ncache-mode: read\n" + jobs)).isEmpty();
        assertThat(told("on: push\ncache-mode: write\n" + jobs)).isEmpty();
        assertThat(told("on: push\ncache-mode: readonly\n" + jobs))
                .containsExactly("bad-value ci.yml:2:13 Unexpected value 'readonly'");
    }

    @Test
    void actionInputRule_knowsWhatNoVersionOfTheCommonActionsTakesOrGives() {
        assertThat(inSteps("""
                - {id: out, uses: actions/checkout@v4, with: {depth: 1, Fetch-Depth: 0}}
                - {uses: actions/upload-artifact@v4, with: {name: a}}
                - {id: save, uses: actions/cache@v5, with: {path: a, key: b}}
                - run: echo ${{ steps.out.outputs.commit }} ${{ steps.save.outputs.cache-hit }} ${{ steps.save.outputs.hit }}
                - {uses: actions/cache/save@v4, with: "${{ fromJSON('{}') }}"}
                - {uses: acme/unheard@v1, with: {any: 1}}
                """))
                .extracting(found -> found.replaceAll(" is not defined in object type .*", ""))
                .containsExactly(
                        "unknown-input ci.yml:7:53 'actions/checkout@v4' has no input 'depth'",
                        "missing-input ci.yml:8:16 'actions/upload-artifact@v4' needs the input 'path'",
                        "expression-type ci.yml:10:91 property 'hit'");
    }

    @Test
    void stepsAreCheckedAgainstTheFileOfTheirAction() {
        String steps = """
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - {id: a, uses: ./composite, with: {Size: 1, sise: 2}}
                      - {id: b, uses: ./node, with: {any: 1}}
                      - {id: c, uses: ./docker, with: {args: a, entrypoint: b, size: 1}}
                      - run: echo ${{ steps.a.outputs.made }} ${{ steps.a.outputs.mode }} ${{ steps.b.outputs.any }}
                """;
        String inputs = "name: a\ninputs: {size: {required: true}, other: {required: true, default: x}}\n";
        Map<String, String> files = Map.of(
                "./composite",
                inputs + "outputs: {made: {value: x}}\nruns: {using: composite, steps: [{run: a, shell: sh}]}\n",
                "./node",
                inputs + "runs: {using: node16, main: a.js}\n",
                "./docker",
                "name: a\nruns: {using: docker, image: Dockerfile}\n");

        assertThat(WorkflowLint.check(
                        "ci.yml", steps, WorkflowReader.read("ci.yml", steps), around(action -> face(files, action))))
                .extracting(WorkflowLintTest::show)
                .containsExactly(
                        "unknown-input ci.yml:6:52 './composite' has no input 'sise'",
                        "outdated-action ci.yml:7:23 './node' was made for a Node.js that hosts no longer have",
                        "missing-input ci.yml:7:23 './node' needs the input 'size'",
                        "unknown-input ci.yml:7:38 './node' has no input 'any'",
                        "unknown-input ci.yml:8:64 './docker' has no input 'size'",
                        "expression-type ci.yml:9:51 property 'mode' is not defined in object type {made: string}");
    }

    private static Surroundings around(KnownActions actions) {
        return new Surroundings(actions, false);
    }

    private static Optional<ActionFace> face(Map<String, String> files, ActionReference action) {
        return ActionReader.read("action.yml", files.getOrDefault(action.name(), ""))
                .action()
                .map(ActionFace::of);
    }

    private static List<String> inSteps(String steps) {
        return told("""
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    strategy: {matrix: {v: [1, 2]}}
                    steps:
                """ + steps.indent(6));
    }

    @Test
    void conditionThatTextSurrounds_isAlwaysTrue_alsoWhereTheTextEndsAsAnExpressionDoes() {
        assertThat(inJob("runs-on: x\n    if: ${{ github.ref == 'x' }} || github.ref == 'y' }}"))
                .singleElement()
                .asString()
                .startsWith("condition-always-true ci.yml:5:9");
    }

    @Test
    void stepWithNothingInIt_isToldWhatAStepNeeds() {
        assertThat(WorkflowLint.check("ci.yml", "on: push\njobs: {a: {runs-on: x, steps: [~, {run: make}]}}"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.hint())
                        .isEqualTo(
                                "write a mapping with run, or a mapping with uses, or a mapping with wait, or a mapping"
                                        + " with wait-all, or a mapping with cancel, or a mapping with parallel"));
    }

    @Test
    void commitOfACalledWorkflow_isKnown() {
        assertThat(inSteps("- run: echo ${{ github.job_workflow_sha }} ${{ job.workflow_sha }}\n"))
                .isEmpty();
    }

    @Test
    void insertedKeys_areNoTexts() {
        assertThat(inJob("runs-on: x\n    env:\n      A: 1\n      ${{ insert }}: ${{ fromJSON(vars.MORE) }}"))
                .isEmpty();
        assertThat(inJob("runs-on: x\n    env:\n      ${{ insert }}: ${{ github.ref }}"))
                .singleElement()
                .asString()
                .contains("an object is wanted here, but this gives string");
    }

    @Test
    void actionsOfOneCheck_areReadOnce() {
        List<ActionReference> asked = new ArrayList<>();
        KnownActions once = ((KnownActions) action -> {
                    asked.add(action);
                    return Optional.empty();
                })
                .once();
        String text = "on: push\njobs: {a: {runs-on: x, steps: [{uses: ./}, {uses: ./}, {uses: ./b}]}}";
        WorkflowLint.check("ci.yml", text, WorkflowReader.read("ci.yml", text), around(once));
        assertThat(asked).doesNotHaveDuplicates().hasSize(2);
    }

    private static List<String> inJob(String keys) {
        return told("on: push\njobs:\n  a:\n    " + keys + "\n    steps: [{run: make}]\n");
    }

    private static List<String> told(String text) {
        return WorkflowLint.check("ci.yml", text).stream()
                .filter(finding -> !finding.code().startsWith("unsupported-"))
                .map(WorkflowLintTest::show)
                .toList();
    }

    private static String show(Finding finding) {
        return finding.code() + " " + finding.position() + " " + finding.message();
    }
}
