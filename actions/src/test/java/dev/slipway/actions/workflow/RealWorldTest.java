package dev.slipway.actions.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.action.ActionReader;
import dev.slipway.actions.lint.WorkflowLint;
import dev.slipway.kernel.Finding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What workflows of well-known projects do, and a reader by the book might refuse. */
class RealWorldTest {

    @Test
    void selfReferences_nameTheCommitThatRuns() {
        String text = """
                on: push
                jobs:
                  call: {uses: $/.github/workflows/other.yml}
                  steps: {runs-on: x, steps: [{uses: $/.github/actions/build}]}
                """;
        Workflow workflow = WorkflowReader.read("ci.yml", text).draft().orElseThrow();
        assertThat(told(text)).isEmpty();
        assertThat(((StepJob) workflow.jobs().get(1)).steps().getFirst().work())
                .isInstanceOfSatisfying(
                        Step.Work.Uses.class,
                        uses -> assertThat(uses.action())
                                .isInstanceOfSatisfying(
                                        ActionReference.Local.class,
                                        local -> assertThat(local.folder()).isEqualTo("./.github/actions/build")));
    }

    @Test
    void patternsOfRegularExpressions_areDoubtfulButTaken() {
        assertThat(told("on: {push: {tags: ['tool-\\w+-[0-9]+.*']}}\n" + JOBS))
                .singleElement()
                .asString()
                .startsWith("ci.yml:1:20: warning: 'tool-\\w+-[0-9]+.*' is no pattern");
        assertThat(told("on: {push: {tags: ['v[1-']}}\n" + JOBS))
                .singleElement()
                .asString()
                .startsWith("ci.yml:1:20: error:");
    }

    @Test
    void defaultsAndOptionsThatNobodyCanChoose_areDoubtfulButTaken() {
        assertThat(told("on: {workflow_dispatch: {inputs: {a: {type: choice, options: [x, y, x], default: z}}}}\n"
                        + JOBS))
                .hasSize(2)
                .allMatch(line -> line.contains(": warning: "));
    }

    @Test
    void anUnknownTypeOfAnInput_isDoubtfulAndTakenAsAString() {
        assertThat(told("on: {workflow_dispatch: {inputs: {hours: {type: int, options: [a]}}}}\n" + JOBS))
                .singleElement()
                .asString()
                .startsWith("ci.yml:1:49: warning: there is no type 'int'; the input is taken as a string");
        assertThat(told("on: {workflow_call: {inputs: {hours: {type: int}}}}\n" + JOBS))
                .singleElement()
                .asString()
                .startsWith("ci.yml:1:45: error: Unexpected value 'int'");
    }

    @Test
    void aStepAsLongAsItsField_isDoubtfulAndMeansTheFirstPlace() {
        assertThat(told("on: {schedule: [{cron: '*/60 * * * *'}]}\n" + JOBS))
                .singleElement()
                .asString()
                .startsWith("ci.yml:1:24: warning: the step '*/60' is as long as its field");
        assertThat(Cron.parse("*/60 * * * *").next(Instant.parse("2026-11-20T05:00:00Z")))
                .contains(Instant.parse("2026-11-20T06:00:00Z"));
        assertThat(told("on: {schedule: [{cron: '0 0 */31 * *'}]}\n" + JOBS))
                .singleElement()
                .asString()
                .contains("warning: the step '*/31'");
        assertThat(told("on: {schedule: [{cron: '*/59 */23 */30 */11 */6'}]}\n" + JOBS))
                .isEmpty();
        assertThat(told("on: {schedule: [{cron: '*/0 * * * *'}]}\n" + JOBS))
                .singleElement()
                .asString()
                .contains("error: '*/0 * * * *' is no cron line: '0' is no step");
    }

    @Test
    void eventsWithNothingInThem_needNoRemark() {
        assertThat(told("on: {workflow_dispatch: {}, workflow_call: {inputs: {}}, pull_request: }\n" + JOBS))
                .isEmpty();
    }

    @Test
    void keysThatAreNoWords_areToldAtTheirPlace() {
        assertThat(told("on: push\njobs: {a: {runs-on: x, steps: [{run: x, env: {a: {{ b }}}}]}}"))
                .singleElement()
                .asString()
                .startsWith("ci.yml:2:51: error: this key is not a plain word");
    }

    @Test
    void actionsWithOldBooleans_areRead() {
        assertThat(ActionReader.read(
                                "action.yml",
                                "name: a\ninputs: {b: {required: yes}}\nruns: {using: node24, main: a.js}\n")
                        .findings())
                .isEmpty();
    }

    @Test
    void filtersThatAnEventDoesNotHeed_areDoubtfulButTaken() {
        assertThat(told("on: {create: {tags: ['v*']}, pull_request: {tags-ignore: ['**']}}\n" + JOBS))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("ci.yml:1:15: warning: 'create' heeds no 'tags'"),
                        second -> assertThat(second)
                                .startsWith("ci.yml:1:45: warning: 'pull_request' heeds no 'tags-ignore'"));
    }

    private static final String JOBS = "jobs: {a: {runs-on: x, steps: [{run: make}]}}";

    private static List<String> told(String text) {
        return WorkflowLint.check("ci.yml", text).stream()
                .filter(finding -> !finding.code().startsWith("unsupported-"))
                .map(Finding::toString)
                .toList();
    }
}
