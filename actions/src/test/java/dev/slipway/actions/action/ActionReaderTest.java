package dev.slipway.actions.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Finding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActionReaderTest {

    @Test
    void nodeAction_hasItsScriptsAndConditions() {
        Action action = read("""
                name: Cache
                description: Keeps files
                author: somebody
                branding: {icon: archive, color: gray-dark}
                inputs:
                  path: {description: What to keep, required: true}
                  fail on miss: {default: false, deprecationMessage: use strict}
                  token: {default: "${{ github.token }}"}
                outputs:
                  hit: {description: Whether it was there}
                runs: {using: node20, main: dist/main.js, post: dist/post.js, post-if: success()}
                """);
        assertThat(action.inputs()).extracting(Action.Input::required).containsExactly(true, false, false);
        assertThat(action.input("PATH"))
                .get()
                .extracting(Action.Input::variable)
                .isEqualTo("INPUT_PATH");
        assertThat(action.inputs().get(1).variable()).isEqualTo("INPUT_FAIL_ON_MISS");
        assertThat(action.inputs().get(1).deprecation()).contains("use strict");
        assertThat(action.inputs().get(1).position()).hasToString("action.yml:7:3");
        assertThat(action.input("token")
                        .orElseThrow()
                        .defaultValue()
                        .orElseThrow()
                        .evaluateText(github("token", "t")))
                .isEqualTo("t");
        assertThat(action.runs()).isInstanceOfSatisfying(Action.Runs.Node.class, node -> {
            assertThat(node.version()).isEqualTo(20);
            assertThat(node.main()).isEqualTo("dist/main.js");
            assertThat(node.pre()).isEmpty();
            assertThat(node.post()).contains("dist/post.js");
            assertThat(node.preIf().holds(failed())).isTrue();
            assertThat(node.postIf().holds(failed())).isFalse();
        });
    }

    @Test
    void compositeAction_hasStepsWithUniqueKeys() {
        Action action = read("""
                name: Build
                outputs:
                  version: {value: "${{ steps.v.outputs.version }}"}
                runs:
                  using: composite
                  steps:
                    - {run: make, shell: bash}
                    - {id: v, uses: actions/cache/restore@v4, with: {key: "${{ inputs.key }}"}}
                    - {uses: ./sub, if: "${{ inputs.sub }}"}
                    - {uses: "docker://alpine:3"}
                    - {run: make test, shell: sh, env: {A: 1.50}, working-directory: sub, continue-on-error: true}
                """);
        List<Step> steps = ((Action.Runs.Composite) action.runs()).steps();
        assertThat(steps).extracting(Step::key).containsExactly("__run", "v", "__self", "__alpine_3", "__run_2");
        assertThat(steps.get(1).work())
                .isInstanceOfSatisfying(
                        Step.Work.Uses.class,
                        uses -> assertThat(uses.action())
                                .isEqualTo(new ActionReference.Repository("actions", "cache", "restore", "v4")));
        assertThat(steps.get(4).env().evaluateTexts(Contexts.NONE)).containsExactly(Map.entry("A", "1.5"));
        assertThat(action.outputs())
                .singleElement()
                .satisfies(output -> assertThat(output.value()).get().hasToString("${{ steps.v.outputs.version }}"));
    }

    @Test
    void dockerAction_hasImageAndArguments() {
        Action action = read("""
                name: Lint
                inputs: {level: {default: 3}}
                runs:
                  using: Docker
                  image: Dockerfile
                  entrypoint: /run.sh
                  pre-entrypoint: /pre.sh
                  args: [--level, "${{ inputs.level }}"]
                  env: {MODE: ci}
                """);
        assertThat(action.taken()).containsExactly("level", "entryPoint", "args");
        assertThat(action.runs()).isInstanceOfSatisfying(Action.Runs.Docker.class, docker -> {
            assertThat(docker.isBuilt()).isTrue();
            assertThat(docker.args()).extracting(Template::source).containsExactly("--level", "${{ inputs.level }}");
            assertThat(docker.entrypoint()).contains("/run.sh");
            assertThat(docker.preEntrypoint()).contains("/pre.sh");
            assertThat(docker.env().evaluateTexts(Contexts.NONE)).containsEntry("MODE", "ci");
        });
    }

    @Test
    void keysOfOtherTools_arePassedOver() {
        assertThat(findings("""
                name: x
                marketplace: {hidden: true}
                inputs: {a: {type: string, examples: [1]}}
                runs: {using: node24, main: a.js}
                """)).isEmpty();
    }

    @Test
    void whatIsWrong_isToldWithItsPlace() {
        assertThat(findings("name: x\nruns: {using: node20}"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.position()).hasToString("action.yml:2:7"));
        assertThat(findings("name: x\nruns: {using: node18, main: a.js}"))
                .extracting(Finding::code, finding -> finding.position().toString())
                .containsExactly(tuple("bad-using", "action.yml:2:15"));
        assertThat(findings("name: x\nruns: {using: composite, main: a.js}"))
                .extracting(Finding::code)
                .containsExactly("bad-using");
        assertThat(findings("runs: {using: composite, steps: [{run: make}]}"))
                .extracting(Finding::message)
                .containsExactly("Required property is missing: shell");
        assertThat(findings("runs: {using: composite, steps: [{run: 'echo ${{ secrets.x }}', shell: sh}]}"))
                .extracting(Finding::code)
                .containsExactly("expression-parsing");
        assertThat(findings("")).extracting(Finding::code).containsExactly("empty-action");
        assertThat(findings("runs: [")).extracting(Finding::code).containsExactly("bad-yaml");
    }

    private static Contexts github(String key, String text) {
        return Contexts.of(Map.of("github", Value.of(Map.of(key, Value.of(text)))), Status.SUCCESS);
    }

    private static Contexts failed() {
        return Contexts.NONE.with(Status.FAILURE);
    }

    private static Action read(String text) {
        ActionReader.Reading reading = ActionReader.read("action.yml", text);
        assertThat(reading.findings()).isEmpty();
        return reading.action().orElseThrow();
    }

    private static List<Finding> findings(String text) {
        return ActionReader.read("action.yml", text).findings();
    }
}
