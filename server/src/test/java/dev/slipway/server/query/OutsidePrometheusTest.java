package dev.slipway.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.delivery.judge.MetricOrigin;
import dev.slipway.delivery.judge.MetricRule;
import dev.slipway.delivery.judge.SeriesPolicy;
import dev.slipway.delivery.port.MetricSource.Subject;
import dev.slipway.kernel.Problem;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.rule.Alert;
import dev.slipway.promql.rule.AlertState;
import dev.slipway.promql.rule.Group;
import dev.slipway.promql.rule.OnMissing;
import dev.slipway.promql.rule.RuleEvaluator;
import dev.slipway.promql.rule.RuleFile;
import dev.slipway.promql.rule.RuleRun;
import dev.slipway.promql.series.Labels;
import dev.slipway.server.metric.MetricSources;
import dev.slipway.testkit.SettableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's Prometheus holds the series of the project shop; those of all others stay in Slipway's store. */
class OutsidePrometheusTest {

    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Pattern ADDRESS = Pattern.compile("msg=\"Listening on\" address=(\\S+)");
    private static final long START = QueryHouse.START.getEpochSecond();

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(QueryHouse.START.plusSeconds(600));
    private Process prometheus;
    private QueryHouse house;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(PROMETHEUS), "Debian's package prometheus is not installed");
        Tool promtool = Tool.installed("promtool");
        StringBuilder samples = new StringBuilder("# TYPE orders counter\n");
        for (int second = 0; second <= 600; second += 15) {
            samples.append("orders_total{code=\"200\"} " + 3 * second + " " + (START + second) + "\n");
        }
        Path text = Files.writeString(folder.resolve("samples.txt"), samples + "# EOF\n");
        promtool.run(
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                text.toString(),
                folder.resolve("data").toString());
        prometheus = new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=" + Files.writeString(folder.resolve("p.yml"), "global: {}\n"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--storage.tsdb.retention.time=100y",
                        "--web.listen-address=127.0.0.1:0")
                .redirectErrorStream(true)
                .start();
        Files.writeString(
                folder.resolve("outside.yml"),
                "servers: [{projects: [shop], url: 'http://" + address(prometheus.inputReader()) + "'}]\n");
        house = new QueryHouse(folder.resolve("store"), clock);
        TimeSeriesStore store = house.begin();
        QueryHouse.fill(store, Labels.of("__name__", "orders_total", "project", "blog"), s -> s);
        assertThat(house.outside().follow(folder)).isEmpty();
    }

    /** It tells its address and that it is ready in either order. */
    private static String address(BufferedReader log) throws IOException {
        String address = "";
        boolean ready = false;
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher matcher = ADDRESS.matcher(line);
            address = matcher.find() ? matcher.group(1) : address;
            ready |= line.contains("Server is ready to receive web requests");
            if (ready && !address.isEmpty()) {
                Thread.ofVirtual().start(() -> log.lines().forEach(_ -> {}));
                return address;
            }
        }
        throw new IllegalStateException("Prometheus ended");
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (house != null) {
            house.close();
        }
        if (prometheus != null) {
            prometheus.destroyForcibly().waitFor();
        }
    }

    @Test
    void api_asksTheServerOfTheProject() throws Exception {
        String rate = "/api/v1/query?time=" + (START + 600) + "&query=rate(orders_total%5B5m%5D)";

        assertThat(house.get(rate + "&project=shop", "reader").body())
                .contains("\"code\":\"200\"", "\"3\"")
                .doesNotContain("blog");
        assertThat(house.get(rate, "bound").body()).contains("\"code\":\"200\"");
        assertThat(house.get(rate, "reader").body())
                .contains("\"project\":\"blog\"")
                .doesNotContain("code");
        assertThat(house.get(rate + "&project=blog", "bound").statusCode()).isEqualTo(403);
        assertThat(house.get("/api/v1/query?project=shop&query=rate(", "reader").body())
                .contains("\"errorType\":\"bad_data\"", "parse error");
        assertThat(house.get("/api/v1/label/code/values?project=shop", "reader").body())
                .contains("[\"200\"]");
        assertThat(house.get("/api/v1/labels?project=shop", "reader").body()).contains("\"code\"");
        assertThat(house.get("/api/v1/series?project=shop&match[]=orders_total", "reader")
                        .body())
                .contains("\"code\":\"200\"");
        assertThat(house.get("/federate?project=shop&match[]=orders_total", "reader")
                        .body())
                .contains("orders_total{instance=\"\",code=\"200\"} 1800 ");
    }

    @Test
    void promtool_reachesItThroughSlipway() throws Exception {
        String url = house.url().replace("http://", "http://ada:reader@") + "?project=shop";

        assertThat(Tool.installed("promtool")
                        .run("query", "instant", "--time=" + (START + 600), url, "rate(orders_total[5m])"))
                .startsWith("{code=\"200\"} => 3 @[");
    }

    @Test
    void judge_looksThere() {
        MetricSources sources = new MetricSources(house.watch(), house.desk(), clock);
        MetricRule rule = new MetricRule(
                "orders",
                new MetricOrigin.Own("sum(rate(orders_total[1m]))"),
                Optional.of(1.0),
                Optional.empty(),
                Optional.empty(),
                SeriesPolicy.Missing.GAP,
                Duration.ofSeconds(60),
                2);

        double[] points = sources.points(
                new Subject("shop", "production", "shop-1"),
                rule,
                QueryHouse.START.plusSeconds(300),
                QueryHouse.START.plusSeconds(600));

        assertThat(points).containsExactly(3, 3, 3, 3, 3, 3);
    }

    @Test
    void rules_areEvaluatedThere_andKeepWhatTheyHadWhenItIsAway() throws Exception {
        Group group = RuleFile.read("a.yml", """
                        groups:
                        - name: a
                          rules:
                          - {alert: Busy, expr: 'rate(orders_total[5m]) > 2'}
                        """).file().orElseThrow().groups().getFirst();
        RuleEvaluator evaluator = new RuleEvaluator(
                house.desk().rules(Optional.of("shop")),
                new RuleEvaluator.Settings(Map.of(), "http://slipway.example", 0, OnMissing.KEEP));

        RuleRun run = evaluator.evaluate(
                group,
                group.rules().getFirst(),
                RuleRun.NONE,
                QueryHouse.START.plusSeconds(600).toEpochMilli());

        assertThat(run.alerts().values()).extracting(Alert::state).containsExactly(AlertState.FIRING);
        assertThat(run.alerts().values())
                .extracting(alert -> alert.labels().get("code"))
                .containsExactly("200");

        prometheus.destroyForcibly().waitFor();
        assertThatThrownBy(() -> evaluator.evaluate(group, group.rules().getFirst(), run, START * 1000 + 615_000))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("does not answer for shop");
        assertThat(house.outside().condition().toString()).contains("does not answer for shop");
    }

    @Test
    void fileWithErrors_leavesWhatWasInForce() throws Exception {
        Files.writeString(folder.resolve("outside.yml"), "servers: [{projects: [shop]}]\n");

        assertThat(house.outside().follow(folder)).singleElement().asString().contains("outside.yml:1:", "'url'");
        assertThat(house.outside().projects()).isEqualTo(List.of("shop"));

        Files.delete(folder.resolve("outside.yml"));
        assertThat(house.outside().follow(folder)).isEmpty();
        assertThat(house.outside().projects()).isEmpty();
        assertThat(house.get("/api/v1/query?query=orders_total&time=" + (START + 600), "bound")
                        .body())
                .contains("\"result\":[]");
    }
}
