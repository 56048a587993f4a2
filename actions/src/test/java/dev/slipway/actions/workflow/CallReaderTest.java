package dev.slipway.actions.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.actions.schema.Fault;
import dev.slipway.kernel.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallReaderTest {

    private static final String CALLED = """
            on:
              workflow_call:
                inputs: {level: {type: number, required: true}, name: {type: string, default: x}}
                secrets: {token: {required: true}}
            permissions: {contents: write}
            jobs: {build: {runs-on: x, steps: [{run: make}]}}
            """;

    @Test
    void calledWorkflow_standsInTheJobThatCalls() {
        WorkflowReader.Reading reading = read("with: {level: 1}, secrets: {token: a}", CALLED);
        assertThat(calls(reading)).isEmpty();
        CallJob call = (CallJob) reading.draft().orElseThrow().jobs().getFirst();
        assertThat(call.isLocal()).isTrue();
        assertThat(call.called().orElseThrow().jobs()).extracting(Job::id).containsExactly("build");
    }

    @Test
    void whatIsPassed_mustBeWhatIsAskedFor() {
        assertThat(calls(read("with: {level: high, other: 1}, secrets: {key: a}", CALLED)))
                .extracting(Finding::code, Finding::message)
                .containsExactly(
                        tuple("bad-input", "Unexpected value 'high'"),
                        tuple("unknown-input", "Invalid input, other is not defined in the referenced workflow."),
                        tuple("missing-secret", "Secret token is required, but not provided while calling."),
                        tuple("unknown-secret", "Invalid secret, key is not defined in the referenced workflow."));
        assertThat(calls(read("secrets: inherit", CALLED)))
                .extracting(Finding::code)
                .containsExactly("missing-input");
    }

    @Test
    void callThatMakesTheWholeTooLarge_isToldWhereItStands() {
        String caller =
                "on: push\njobs:\n  one: {uses: ./.github/workflows/called.yml}\n  two: {uses: ./.github/workflows/called.yml}\n";
        String called = "on: workflow_call\njobs: {build: {runs-on: x, steps: [{run: make}]}}\n";
        ReadOptions small = new ReadOptions(
                (file, reference) -> Optional.of(new CalledWorkflows.Called(reference, called)),
                10_000,
                1_600,
                50,
                0,
                10,
                ReadOptions.Grant.WRITE);
        WorkflowReader.Reading reading = WorkflowReader.read("ci.yml", caller, small);
        assertThat(reading.findings())
                .extracting(
                        Finding::code,
                        finding -> finding.position().file(),
                        finding -> finding.position().line())
                .containsExactly(tuple("too-much", "ci.yml", 4));
        assertThat(reading.findings().getFirst().message())
                .isEqualTo("Error from called workflow ./.github/workflows/called.yml: Maximum object size exceeded");
    }

    @Test
    void calledWorkflow_mayNotWantMoreThanItsCaller() {
        assertThat(calls(read("with: {level: 1}, secrets: inherit, permissions: {contents: read}", CALLED)))
                .extracting(Finding::code)
                .containsExactly("permissions-beyond-caller");
    }

    @Test
    void calledJobs_mayNotHaveMoreOfTheCachesThanTheirCaller() {
        String called = "on: workflow_call\ncache-mode: read\njobs:\n  a: {runs-on: x, steps: [{run: make}]}\n"
                + "  b: {cache-mode: write-only, runs-on: x, steps: [{run: make}]}\n";
        assertThat(calls(read("cache-mode: write", called))).isEmpty();
        assertThat(calls(read("name: unlimited", called))).isEmpty();
        assertThat(calls(read("cache-mode: read", called)))
                .extracting(Finding::code, Finding::message)
                .containsExactly(tuple(
                        "cache-mode-beyond-caller",
                        "Error calling workflow './again.yml'. The nested job 'b' is requesting 'cache-mode: write-only',"
                                + " but is only allowed 'cache-mode: read'."));
        String ofWorkflow = "on: push\ncache-mode: none\njobs: {a: {uses: ./again.yml}}";
        assertThat(calls(readCaller(ofWorkflow, called))).hasSize(2);
    }

    @Test
    void workflowThatCannotBeCalled_andOneThatCallsItself_areRefused() {
        assertThat(calls(read(
                        "name: a",
                        CALLED.replace("workflow_call", "workflow_dispatch").replaceAll("(?m)^    .*\\n", ""))))
                .extracting(Finding::code)
                .containsExactly("not-callable");
        assertThat(calls(read("name: a", "on: workflow_call\njobs: {again: {uses: ./again.yml}}")))
                .extracting(Finding::code)
                .containsExactly("deep-calls");
    }

    @Test
    void rootOfTheCommit_isWhereCalledWorkflowsAreSoughtToo() {
        String caller = "on: push\njobs: {a: {uses: $/again.yml, with: {level: 1}, secrets: {token: a}}}";
        assertThat(calls(readCaller(caller, CALLED))).isEmpty();
    }

    private static List<Finding> calls(WorkflowReader.Reading reading) {
        return reading.faults().stream()
                .filter(fault -> fault.stage() != Fault.Stage.SUPPORT)
                .map(Fault::finding)
                .toList();
    }

    private static WorkflowReader.Reading read(String keys, String called) {
        return readCaller("on: push\njobs: {a: {uses: ./again.yml, " + keys + "}}", called);
    }

    private static WorkflowReader.Reading readCaller(String caller, String called) {
        Map<String, String> files = Map.of("./again.yml", called);
        CalledWorkflows workflows = (_, reference) ->
                Optional.ofNullable(files.get(reference)).map(text -> new CalledWorkflows.Called(reference, text));
        return WorkflowReader.read("ci.yml", caller, ReadOptions.STANDARD.calling(workflows));
    }
}
