package dev.slipway.actions.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.action.ActionReader;
import dev.slipway.actions.lint.WorkflowLint;
import dev.slipway.kernel.Finding;
import dev.slipway.testkit.Conformance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is in a file: no exception, no hang, and a place for everything that is told. */
class RobustnessTest {

    private static final int MUTATIONS = 3;
    private static final String[] SPICES = {
        "${{",
        "}}",
        "<<: *x",
        "&x ",
        "*x",
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "'",
        "\"",
        "\n",
        "\t",
        "!!int ",
        "|\n",
        "null",
        "${{ insert }}: ",
        "fromJSON('",
        "github.",
        "0x",
        "\u0000",
        "\ud83d",
        "%",
        "#",
        "? ",
        "---\n"
    };

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void everyWorkflowOfOthers_andItsMutants_areReadToTheEnd() {
        Random random = new Random(20261121);
        for (String folder : List.of("act", "actionlint", "actions/workflow-reader")) {
            for (Path file : yaml(Conformance.folder(folder))) {
                String text = read(file);
                check(text);
                for (int i = 0; i < MUTATIONS; i++) {
                    check(mutant(text, random));
                }
            }
        }
    }

    @Test
    void mutantsOfAWorkflowWithEverything_areReadToTheEnd() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            check(mutant(EVERYTHING, random));
        }
    }

    private static final String EVERYTHING = """
            name: all
            run-name: by ${{ github.actor }}
            on:
              push: {branches: [main, '!x'], paths-ignore: ['**.md']}
              workflow_dispatch: {inputs: {a: {type: choice, options: [x, y], default: x}}}
              workflow_call: {inputs: {b: {type: number, default: 1}}, outputs: {o: {value: "${{ jobs.a.outputs.o }}"}}}
              schedule: [{cron: '*/5 1-3 * * mon', timezone: Europe/Berlin}]
            permissions: {contents: read}
            concurrency: {group: "${{ github.ref }}", queue: max}
            env: {A: &a 1, B: *a}
            jobs:
              a:
                strategy: {matrix: {v: [1, 2], include: [{v: 1, w: "${{ github.sha }}"}], exclude: [{v: 2}]}}
                runs-on: {group: org/x, labels: [a, b]}
                container: {image: node, credentials: {username: u, password: "${{ secrets.p }}"}}
                services: {db: {image: postgres, ports: [1]}}
                outputs: {o: "${{ steps.s.outputs.o }}"}
                environment: {name: prod, url: "https://${{ steps.s.outputs.u }}"}
                snapshot: {image-name: i, version: 2.*}
                steps:
                  - {id: s, uses: actions/checkout@v4, with: {ref: "${{ github.head_ref || 'x' }}"}, if: always()}
                  - {run: "echo ${{ format('{0} {1}', matrix.v, hashFiles('**')) }}", background: true, id: bg}
                  - {wait: [bg]}
                  - {parallel: [{run: a}, {uses: ./b}]}
              b: {needs: a, uses: ./.github/workflows/x.yml, with: {x: 1}, secrets: inherit}
            """;

    @Test
    @Timeout(value = 30)
    void bombs_areRefusedQuickly() {
        String laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n";
        StringBuilder bomb = new StringBuilder(laughs);
        for (char c = 'b'; c < 'k'; c++) {
            bomb.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [")
                    .append(("*" + (char) (c - 1) + ",").repeat(9))
                    .append("]\n");
        }
        assertThat(codes(bomb.toString())).contains("yaml-too-large");
        assertThat(codes("on: push\njobs: &j {a: *j}")).containsExactly("yaml-recursion");
        assertThat(codes("on: " + "[".repeat(5000) + "]".repeat(5000))).contains("yaml-too-large");
        assertThat(codes("name: " + "x".repeat(10 * 1024 * 1024))).containsExactly("too-large");
        assertThat(codes("run-name: ${{ " + "1 && ".repeat(2_000_000) + "1 }}\non: push\njobs: {}"))
                .containsExactly("too-large");
        assertThat(codes("run-name: ${{ " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " }}\non: push\njobs: {}"))
                .contains("expression-parsing");
        assertThat(codes("run-name: ${{ " + "1 && ".repeat(150_000) + "1 }}\non: push\njobs: {}"))
                .contains("expression-parsing");
        assertThat(codes("run-name: ${{ " + "!".repeat(900) + "1 }}\non: push\njobs: {}"))
                .contains("expression-parsing");
    }

    private static List<String> codes(String text) {
        return WorkflowReader.read("ci.yml", text).findings().stream()
                .map(Finding::code)
                .toList();
    }

    private static String mutant(String text, Random random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int i = 0; i < 1 + random.nextInt(4) && !mutant.isEmpty(); i++) {
            int at = random.nextInt(mutant.length());
            switch (random.nextInt(4)) {
                case 0 -> mutant.deleteCharAt(at);
                case 1 -> mutant.insert(at, SPICES[random.nextInt(SPICES.length)]);
                case 2 -> mutant.delete(at, Math.min(mutant.length(), at + random.nextInt(40)));
                default -> mutant.insert(at, mutant.substring(at, Math.min(mutant.length(), at + random.nextInt(60))));
            }
        }
        return mutant.toString();
    }

    private static void check(String text) {
        long lines = text.lines().count() + 1;
        List<Finding> findings = WorkflowLint.check("ci.yml", text);
        assertThat(findings).as(text).allSatisfy(finding -> {
            assertThat(finding.position().line()).isBetween(1, (int) lines);
            assertThat(finding.position().column()).isPositive();
            assertThat(finding.message()).isNotBlank();
        });
        WorkflowReader.triggers("ci.yml", text);
        ActionReader.read("action.yml", text);
    }

    private static List<Path> yaml(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
