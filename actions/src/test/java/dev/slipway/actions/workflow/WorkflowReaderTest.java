package dev.slipway.actions.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Severity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkflowReaderTest {

    @Test
    void unknownKey_isRefusedWithItsPlaceAndTheNearestKey() {
        assertThat(findings("""
                on: push
                jobs:
                  a:
                    run-on: ubuntu-latest
                    runs-on: ubuntu-latest
                    steps: [{run: make}]
                """)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("unknown-key");
            assertThat(finding.position()).hasToString("ci.yml:4:5");
            assertThat(finding.hint()).contains("runs-on");
        });
    }

    @Test
    void unknownKeyOfAnEvent_isWarnedOf_forGitHubPassesOverIt() {
        WorkflowReader.Reading reading = WorkflowReader.read("ci.yml", """
                on:
                  push: {branch: main}
                  fork: {types: [made]}
                  merge_group: {paths: [src/**]}
                  schedule: [{cron: "0 5 * * *", zone: UTC}]
                  workflow_dispatch:
                    paths: [src/**]
                    inputs:
                jobs: {a: {runs-on: ubuntu-latest, steps: [{run: make}]}}
                """);
        assertThat(reading.workflow()).isPresent();
        assertThat(reading.findings())
                .filteredOn(finding -> finding.code().equals("ignored-key"))
                .extracting(finding -> finding.position().toString(), Finding::severity)
                .containsExactly(
                        tuple("ci.yml:2:10", Severity.WARNING),
                        tuple("ci.yml:3:10", Severity.WARNING),
                        tuple("ci.yml:4:17", Severity.WARNING),
                        tuple("ci.yml:5:34", Severity.WARNING),
                        tuple("ci.yml:7:5", Severity.WARNING));
        assertThat(reading.findings().getFirst().hint()).contains("branches");
    }

    @Test
    void unknownKeyOfACallableWorkflow_isRefused_asOnGitHub() {
        assertThat(findings("""
                on: {workflow_call: {input: {}}}
                jobs: {a: {runs-on: ubuntu-latest, steps: [{run: make}]}}
                """)).extracting(Finding::code).containsExactly("unknown-key");
    }

    @Test
    void containerWithoutAnImage_isRefusedAtItsKey() {
        assertThat(findings(job("container: {options: --privileged}")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("no-image");
                    assertThat(finding.position()).hasToString("ci.yml:4:5");
                });
        assertThat(findings(job("services: {db: {env: {A: b}}, web: {image: 'docker://'}}")))
                .extracting(Finding::code)
                .containsExactly("no-image", "no-image");
    }

    @Test
    void emptyContainer_isAJobWithoutOne() {
        assertThat(findings(job("container: ''"))).noneMatch(finding -> finding.severity() == Severity.ERROR);
    }

    @Test
    void unclosedTextInACondition_isToldWhereItBegins() {
        assertThat(findings(job("if: github.ref == 'main && true")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("Unexpected symbol: ''main && true'. Located at position 15"));
    }

    @Test
    void insertInsideOfText_isRefusedForWhatItIs() {
        assertThat(findings(job("env: {A: 'a ${{ insert }}'}")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("The directive 'insert' is not allowed in this context."));
    }

    @Test
    void wrongExpression_isFoundAtItsLineInsideABlock() {
        assertThat(findings("""
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps:
                      - run: |
                          echo one
                          echo ${{ github.ref }} ${{ nothing.here }}
                """)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("expression-parsing");
            assertThat(finding.position()).hasToString("ci.yml:8:34");
        });
    }

    @Test
    void secretsInJobCondition_areRefused() {
        assertThat(findings(job("if: secrets.token != ''")))
                .extracting(Finding::code)
                .containsExactly("expression-parsing");
    }

    @Test
    void whatThisReleaseCannotDo_isToldApart() {
        WorkflowReader.Reading reading = WorkflowReader.read("ci.yml", """
                on: [push, release]
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    snapshot: it
                    steps:
                      - {run: make, shell: pwsh}
                """);
        assertThat(reading.workflow()).isEmpty();
        assertThat(reading.onlyUnsupported()).isTrue();
        assertThat(reading.findings())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder("unsupported-event", "unsupported-snapshot");
    }

    @Test
    void whatOnlyOtherSystemsHave_isWarnedOf_forTheOtherJobsOfTheFileRun() {
        WorkflowReader.Reading reading = WorkflowReader.read("ci.yml", """
                on: push
                jobs:
                  a:
                    runs-on: windows-latest
                    steps: [{run: dir}]
                  b:
                    runs-on: ubuntu-latest
                    steps:
                      - {run: dir, shell: cmd, if: "runner.os == 'Windows'"}
                      - {run: make, shell: pwsh}
                """);
        assertThat(reading.workflow()).isPresent();
        assertThat(reading.findings())
                .extracting(finding -> finding.code() + " " + finding.severity() + " "
                        + finding.position().line())
                .containsExactlyInAnyOrder("unsupported-runner-os WARNING 4", "unsupported-shell WARNING 9");
    }

    @Test
    void jobsThatAllNeedOthers_cannotBegin() {
        assertThat(findings("""
                on: push
                jobs:
                  a: {runs-on: x, needs: b, steps: [{run: make}]}
                  b: {runs-on: x, needs: a, steps: [{run: make}]}
                """)).extracting(Finding::code).containsExactly("no-first-job");
    }

    @Test
    void needsCycle_isNamedOnBothSides() {
        assertThat(findings("""
                on: push
                jobs:
                  a: {runs-on: x, needs: [b, d], steps: [{run: make}]}
                  b: {runs-on: x, needs: A, steps: [{run: make}]}
                  d: {runs-on: x, steps: [{run: make}]}
                """))
                .extracting(Finding::code, finding -> finding.position().column())
                .containsExactly(tuple("needs-cycle", 27), tuple("needs-cycle", 26));
    }

    @Test
    void understoodWorkflow_keepsEverything() {
        Workflow workflow = WorkflowReader.read("ci.yml", """
                name: CI
                on:
                  push: {branches: [main], paths-ignore: [docs/**]}
                  workflow_dispatch:
                    inputs: {level: {type: choice, options: [low, high], default: low}}
                  schedule: [{cron: "0 5 * * 1-5"}]
                permissions: {contents: read}
                concurrency: {group: "ci-${{ github.ref }}", cancel-in-progress: true}
                defaults: {run: {shell: bash}}
                jobs:
                  deploy:
                    runs-on: [self-hosted, linux]
                    environment: {name: production, url: "https://example.org"}
                    outputs: {v: "${{ steps.v.outputs.v }}"}
                    steps:
                      - uses: actions/checkout@v4
                      - {id: v, run: make, shell: "perl {0}"}
                """).workflow().orElseThrow();
        assertThat(workflow.triggers()).hasSize(3);
        assertThat(workflow.permissions().scopes()).containsEntry("contents", Permissions.Access.READ);
        StepJob job = (StepJob) workflow.jobs().getFirst();
        assertThat(workflow.permissions(job).access("contents")).isEqualTo(Permissions.Access.READ);
        assertThat(workflow.permissions(job).access("packages")).isEqualTo(Permissions.Access.NONE);
        assertThat(job.environment().orElseThrow().name()).hasToString("production");
        assertThat(job.steps()).extracting(Step::title).containsExactly("Run actions/checkout@v4", "Run make");
    }

    @Test
    void hexadecimalNumberBeyondThirtyTwoBits_isRefusedAtItsPlace() {
        String jobs = "\njobs: {a: {runs-on: x, steps: [{run: make}]}}\n";
        assertThat(WorkflowReader.read("ci.yml", "on: push\nenv: {A: 0x100000000}" + jobs)
                        .findings())
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .startsWith("ci.yml:2:10: error: The value '0x100000000' is invalid for the type");
        assertThat(WorkflowReader.read("ci.yml", "on: push\nenv: {A: 0xFFFFFFFF, B: '0x100000000'}" + jobs)
                        .findings())
                .isEmpty();
    }

    @Test
    void cron_findsTheNextMinuteItNames() {
        Instant friday = Instant.parse("2026-11-20T05:30:00Z");
        assertThat(Cron.parse("30 5 * * 1-5").next(friday)).contains(Instant.parse("2026-11-23T05:30:00Z"));
        assertThat(Cron.parse("*/20 * * * *").next(friday)).contains(Instant.parse("2026-11-20T05:40:00Z"));
        assertThat(Cron.parse("0 0 13 * 5").next(friday)).contains(Instant.parse("2026-11-27T00:00:00Z"));
        assertThat(Cron.parse("0 0 30 2 *").next(friday)).isEmpty();
        assertThat(findings("""
                on: {schedule: [{cron: "61 * * * *"}]}
                jobs: {a: {runs-on: x, steps: [{run: make}]}}
                """)).extracting(Finding::code).contains("bad-cron");
    }

    private static String job(String line) {
        return """
                on: push
                jobs:
                  a:
                    %s
                    runs-on: x
                    steps: [{run: make}]
                """.formatted(line);
    }

    private static List<Finding> findings(String text) {
        return WorkflowReader.read("ci.yml", text).findings();
    }
}
