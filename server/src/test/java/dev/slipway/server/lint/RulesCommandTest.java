package dev.slipway.server.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.server.invocation.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway rules}, beside promtool where that is installed. */
class RulesCommandTest {

    private static final String RULES = """
            groups:
            - name: web
              rules:
              - {record: job:up:sum, expr: sum by (job) (up)}
              - {alert: Down, expr: up == 0, for: 1m, annotations: {summary: '{{ $labels.job }} is down'}}
            """;
    private static final String TEST = """
            rule_files: [rules/*.yml]
            tests:
            - interval: 1m
              input_series: [{series: 'up{job="a"}', values: 1 0 0 0}]
              alert_rule_test:
              - {alertname: Down, eval_time: 1m, exp_alerts: []}
              - alertname: Down
                eval_time: 2m
                exp_alerts: [{exp_labels: {job: a}, exp_annotations: {summary: a is down}}]
              promql_expr_test:
              - {expr: job:up:sum, eval_time: 1m, exp_samples: [{labels: 'job:up:sum{job="a"}', value: 0}]}
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) throws IOException {
        out.reset();
        err.reset();
        return RulesCommand.run(new Invocation(
                List.of(arguments),
                folder,
                System.getenv(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                new CompletableFuture<>()));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void check_countsRulesAndShowsMistakes() throws IOException {
        write("good.yml", RULES);
        write("bad.yml", "groups:\n- name: a\n  rules:\n  - {record: x, expr: 'sum('}\n");
        write("twice.yml", "groups: [{name: a, rules: [{record: x, expr: a}, {record: x, expr: b}]}]");

        assertThat(run("check", "good.yml")).as(said()).isZero();
        assertThat(said()).contains("2 rules in 1 file.");
        assertThat(run("check", "good.yml", "bad.yml")).isEqualTo(65);
        assertThat(said()).contains("bad.yml:4:23: error: could not parse expression");
        assertThat(run("check", "twice.yml")).isZero();
        assertThat(said()).contains("warning: rule 'x' has the name and labels of the one at twice.yml:1:28");
        assertThat(run("check", "none.yml")).isEqualTo(66);
    }

    @Test
    void test_passesAndSaysWhatDiffers() throws IOException {
        write("rules/web.yml", RULES);
        write("web_test.yml", TEST);
        write("wrong_test.yml", TEST.replace("is down", "is up").replace("value: 0}", "value: 2}"));

        assertThat(run("test", "web_test.yml")).as(said()).isZero();
        assertThat(said()).contains("all 3 checks passed");
        assertThat(run("test", "wrong_test.yml")).isEqualTo(65);
        assertThat(said())
                .contains("wrong_test.yml:7:5: test 1: alert Down at 2m")
                .contains("found     {alertname=\"Down\", job=\"a\"} {summary=\"a is down\"}")
                .contains("expected  job:up:sum{job=\"a\"} 2")
                .contains("2 of 3 checks failed");
    }

    @Test
    void usage_isExplained() throws IOException {
        assertThat(run("prove", "x.yml")).isEqualTo(64);
        assertThat(run("test")).isEqualTo(64);
        assertThat(run("--help")).isZero();
        assertThat(said()).contains("slipway rules check");
    }

    /** What one says of a file, the other says of it. */
    @Test
    void verdicts_areThoseOfPromtool() throws Exception {
        Path promtool = Path.of("/usr/bin/promtool");
        assumeTrue(Files.isExecutable(promtool), "promtool is not installed");
        write("rules/web.yml", RULES);
        Map<String, Boolean> ours = new TreeMap<>();
        Map<String, Boolean> theirs = new TreeMap<>();
        for (Map.Entry<String, String> each : cases().entrySet()) {
            write(each.getKey() + ".yml", each.getValue());
            ours.put(each.getKey(), run("test", each.getKey() + ".yml") == 0);
            theirs.put(each.getKey(), promtool(promtool, each.getKey() + ".yml"));
        }

        assertThat(ours).isEqualTo(theirs).containsValues(true, false);
    }

    private boolean promtool(Path promtool, String file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(promtool.toString(), "test", "rules", file)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("promtool.out").toFile())
                .start();
        return process.waitFor() == 0;
    }

    private static Map<String, String> cases() {
        Map<String, String> cases = new TreeMap<>();
        cases.put("plain", TEST);
        cases.put("other-text", TEST.replace("is down", "is up"));
        cases.put("no-rules", TEST.replace("rules/", "nowhere/"));
        cases.put("empty", "");
        cases.put("no-tests", "rule_files: [plain.yml]\n");
        cases.put("not-rules", "rule_files: [plain.yml]\ntests: [{}]\n");
        cases.put("order-twice", "group_eval_order: [a, a]\ntests: []\n");
        Stream.of(
                        "{expr: vector(1), exp_samples: [{value: 1}, {value: 1}]}",
                        "{expr: vector(1), exp_samples: [{value: '1'}]}",
                        "{expr: vector(Inf), exp_samples: [{value: .inf}]}",
                        "{expr: 'up[5m]', exp_samples: []}",
                        "{expr: '\"text\"', exp_samples: []}",
                        "{expr: '1', exp_samples: [{value: 1}]}",
                        "{expr: vector(0), exp_samples: [{}]}",
                        "{expr: vector(1), exp_samples: [{labels: 'a{b', value: 1}]}",
                        "{expr: time(), eval_time: -1m, exp_samples: []}",
                        "{expr: time(), eval_time: 90s, exp_samples: [{value: 90}]}",
                        "{expr: 'sum(', exp_samples: []}",
                        "{expr: vector(1), samples: []}")
                .forEach(check ->
                        cases.put("expression-" + cases.size(), "tests:\n- promql_expr_test:\n  - " + check + "\n"));
        Stream.of("{expr: a, eval_time: 90s, exp_samples: [{labels: a, value: %d}]}")
                .flatMap(check -> Stream.of(4, 6).map(check::formatted))
                .forEach(check -> cases.put(
                        "late-" + cases.size(),
                        "tests:\n- interval: 15s\n  input_series: [{series: a, values: 0+1x20}]\n  promql_expr_test:\n  - "
                                + check + "\n"));
        return cases;
    }
}
