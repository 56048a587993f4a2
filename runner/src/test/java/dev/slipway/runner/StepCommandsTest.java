package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What steps tell the runner: by the files of commands and by commands in their output. */
class StepCommandsTest {

    @TempDir
    Path folder;

    JobBench bench;

    @BeforeEach
    void setUp() {
        bench = new JobBench(folder);
    }

    @Test
    void fileCommandsThatComeTooLate_reachNoOtherStep() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: |
                    mkfifo go went
                    (cat go > seen; (echo late=1 >> "$GITHUB_OUTPUT") 2>> seen || true; cat seen > went) >/dev/null 2>&1 &
                - id: other
                  run: |
                    echo x > go
                    cat went
                - run: test -z "${{ steps.other.outputs.late }}"
                """);
        assertThat(bench.log()).contains("No such file");
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    }

    @Test
    void fileCommands_reachLaterSteps_andJobOutputs() throws Exception {
        JobOutcome outcome = bench.job("""
                runs-on: ubuntu-latest
                outputs:
                  version: ${{ steps.first.outputs.version }}
                steps:
                  - id: first
                    run: |
                      echo "version=1.2" >> "$GITHUB_OUTPUT"
                      printf 'TEXT<<EOF\\none\\ntwo\\nEOF\\n' >> "$GITHUB_ENV"
                      mkdir bin && printf '#!/bin/sh\\necho mine' > bin/tool && chmod +x bin/tool
                      echo "$PWD/bin" >> "$GITHUB_PATH"
                      echo "# Built ${{ github.job }}" >> "$GITHUB_STEP_SUMMARY"
                  - run: test "$TEXT" = "$(printf 'one\\ntwo')" && test "$(tool)" = mine
                """);
        assertThat(bench.log()).doesNotContain("##[error]");
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(outcome.outputs()).containsEntry("version", "1.2");
        assertThat(outcome.summary()).contains("# Built it");
    }

    @Test
    void unclosedHeredoc_failsTheStep() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: printf 'A<<EOF\\nx\\n' >> "$GITHUB_ENV"
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("Matching delimiter not found 'EOF'");
    }

    @Test
    void nodeOptions_areBlocked() throws Exception {
        bench.steps("""
                - run: echo "NODE_OPTIONS=--inspect" >> "$GITHUB_ENV"
                - run: echo "options are '${NODE_OPTIONS:-none}'"
                """);
        assertThat(bench.log()).contains("Can't store NODE_OPTIONS").contains("options are 'none'");
    }

    @Test
    void commands_becomeAnnotations() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: |
                    echo "::warning file=src/App.java,line=7,col=2,title=Style::tabs%0Aand more"
                    echo "::error::broken"
                    echo "::group::inside"
                    echo "::endgroup::"
                    echo "::debug::hidden"
                """);
        assertThat(outcome.annotations()).hasSize(2);
        assertThat(outcome.annotations().getFirst().file()).contains("src/App.java");
        assertThat(outcome.annotations().getFirst().startLine()).contains(7);
        assertThat(outcome.annotations().getFirst().message()).isEqualTo("tabs\nand more");
        assertThat(bench.log()).contains("##[group]inside\n##[endgroup]").doesNotContain("##[debug]hidden");
    }

    @Test
    void stoppedCommands_areTextUntilTheToken() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: |
                    echo "::stop-commands::T0ken"
                    echo "::error::not an error"
                    echo "::t0ken::"
                    echo "::notice::heard"
                """);
        assertThat(outcome.annotations()).extracting(note -> note.message()).containsExactly("heard");
    }

    @Test
    void setOutputInOutput_worksAndWarns_setEnvIsRefused() throws Exception {
        JobOutcome outcome = bench.steps("""
                - id: old
                  run: echo "::set-output name=a::b"
                - run: test '${{ steps.old.outputs.a }}' = b
                - run: echo "::set-env name=a::b"
                """);
        assertThat(outcome.steps())
                .extracting(StepResult::conclusion)
                .containsExactly(Conclusion.SUCCESS, Conclusion.SUCCESS, Conclusion.FAILURE);
        assertThat(bench.log())
                .contains("`set-output` command is deprecated")
                .contains("`set-env` command is disabled");
    }

    @Test
    void outputsOverTheLimit_failTheJob_andNoneIsKept() throws Exception {
        JobOutcome outcome = bench.job("""
                runs-on: ubuntu-latest
                outputs:
                  small: ok
                  large: ${{ steps.much.outputs.text }}
                steps:
                  - id: much
                    run: printf 'text=%s\\n' "$(head -c 600000 /dev/zero | tr '\\0' x)" >> "$GITHUB_OUTPUT"
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(outcome.outputs()).isEmpty();
        assertThat(bench.log()).contains("more than the 1048576", "hand large things on as artifacts");
    }

    @Test
    void unclosedHeredoc_ofVariables_failsTheStep_andWhatStandsBeforeIsSet() throws Exception {
        JobOutcome outcome = bench.steps("""
                - continue-on-error: true
                  run: printf 'FIRST=1\\nSECOND<<EOF\\ntext\\n' >> "$GITHUB_ENV"
                - run: echo "[$FIRST] [$SECOND]"
                """);

        assertThat(outcome.steps().getFirst().outcome()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("Matching delimiter not found 'EOF'", "[1] []");
    }

    @Test
    void carriageReturns_belongToTheValue_asOnLinuxEverywhere() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: printf 'ONE=a\\r\\nMORE<<EOT\\r\\nb\\r\\nc\\r\\nEOT\\r\\n' >> "$GITHUB_ENV"
                - run: test "$ONE" = "$(printf 'a\\r')" && test "$MORE" = "$(printf 'b\\r\\nc\\r')"
                """);
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
    }

    @Test
    void filesOfCommands_areNamedByTheGithubContextToo() throws Exception {
        JobOutcome outcome = bench.steps("""
                - id: first
                  env: {EARLY: "[${{ github.output }}]"}
                  run: |
                    echo "early $EARLY"
                    echo one=1 >> ${{ github.output }}
                    echo TWO=2 >> ${{ github.env }}
                    echo "$PWD/three" >> ${{ github.path }}
                    echo four >> ${{ github.step_summary }}
                    test "${{ github.state }}" = "$GITHUB_STATE"
                - run: echo "${{ steps.first.outputs.one }} $TWO ${PATH%%:*}"
                """);
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log()).contains("early []").containsPattern("\n1 2 /\\S+/three");
        assertThat(outcome.summary()).contains("four");
    }

    @Test
    void artifactsThatStepsDeclare_areListedForThoseAfterThem() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: cat ${{ github.artifacts_list }}; mkdir out; printf hello > out/b.tgz
                - run: printf '# made\\n\\nout/b.tgz\\nFILE://%s/out/b.tgz\\n' "$PWD" >> "$GITHUB_ARTIFACTS"
                - run: echo "OCI://ghcr.io/acme/a:1@sha256:$(printf 'A%.0s' $(seq 64))" >> ${{ github.artifacts }}
                - run: echo; cat "$GITHUB_ARTIFACTS_LIST"
                """);
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log())
                .contains(
                        "{\"version\":1,\"subjects\":[]}",
                        "Captured 1 artifact subject(s) from this step (job total: 2).");
        assertThat(bench.log()).contains("{\"name\":\"b.tgz\",\"digest\":\"sha256:");
        JsonNode list = Json.read(bench.lines.getLast().text(), JsonNode.class);
        assertThat(list.path("subjects"))
                .extracting(
                        one -> one.path("name").asString(),
                        one -> one.path("kind").asString(),
                        one -> one.path("digest").asString())
                .containsExactly(
                        tuple("b.tgz", "file", Digest.of("hello").toString()),
                        tuple("ghcr.io/acme/a:1", "oci", "sha256:" + "a".repeat(64)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a=b                          | entries containing '=' are reserved and not permitted
            https://example.org/a        | unsupported URI scheme
            oci://acme/a                 | oci:// entries must include an @sha{256,384,512}:<hex> digest
            oci://acme/a@sha256:abc      | digest 'sha256' must be 64 hex characters, got 3
            made                         | 'made' is a directory, not a regular file
            none                         | file 'none' does not exist (relative paths are resolved against the workspace root
            acme/a@sha256:abc            | file 'acme/a@sha256:abc' does not exist
            """)
    void artifactThatCannotBeDeclared_failsTheStepWithItsLine(String line, String why) throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: mkdir made; touch a; printf 'a\\n%s\\n' >> "$GITHUB_ARTIFACTS"
                - {if: always(), run: 'cat "$GITHUB_ARTIFACTS_LIST"'}
                """.formatted(line));
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log())
                .contains("Invalid $GITHUB_ARTIFACTS entry on line 2: " + why, "{\"version\":1,\"subjects\":[]}");
    }

    @Test
    void artifactOfAnotherContent_isAConflict() throws Exception {
        JobOutcome outcome = bench.steps("""
                - run: echo 1 > a; echo a >> "$GITHUB_ARTIFACTS"
                - run: echo 2 > a; echo a >> "$GITHUB_ARTIFACTS"
                """);
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).contains("entry on line 1: Conflicting digest for artifact 'a': previously");
    }

    @Test
    void stoppedCommands_letUntrustedTextThroughUnread() throws Exception {
        JobOutcome outcome = bench.steps("""
                - id: shown
                  run: |
                    echo "::stop-commands::nonce-7c1"
                    printf '::error::from a title\\n::add-mask::harmless\\n::set-output name=x::y\\n::set-env name=A::b\\n'
                    echo "::nonce-7c1::"
                    echo harmless
                - run: echo "[${{ steps.shown.outputs.x }}] [$A]"
                """);

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        assertThat(outcome.annotations()).isEmpty();
        assertThat(bench.log()).contains("::error::from a title", "\nharmless", "[] []");
    }
}
