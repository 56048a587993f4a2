package dev.slipway.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.syntax.Function;
import dev.slipway.promql.syntax.Functions;
import dev.slipway.promql.syntax.ValueType;
import dev.slipway.promql.unittest.MemorySource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EngineTest {

    private static final long MINUTE = 60_000;

    private final MemorySource source = new MemorySource();

    private Answer instant(String expr, long at) {
        return new Engine(source, Limits.DEFAULT).instant(Query.parse(expr), at, () -> false);
    }

    private Map<String, Double> vector(String expr, long at) {
        Map<String, Double> values = new TreeMap<>();
        if (instant(expr, at).value() instanceof Value.Vector vector) {
            vector.samples().forEach(sample -> values.put(sample.labels().toString(), sample.value()));
        }
        return values;
    }

    private List<Value.Points> range(String expr, long start, long end, long step) {
        Value value = new Engine(source, Limits.DEFAULT)
                .range(Query.parse(expr), start, end, step, () -> false)
                .value();
        return value instanceof Value.Matrix matrix ? matrix.series() : List.of();
    }

    @Test
    void everyFunction_isImplemented() {
        for (Function function : Functions.all()) {
            if (function.result() == ValueType.VECTOR) {
                assertThat(Calls.of(function.name())).as(function.name()).isNotNull();
            }
        }
    }

    @Test
    void lookback_isOpenAtItsStart() {
        source.load(MINUTE, "up 1");
        assertThat(vector("up", 5 * MINUTE - 1)).containsEntry("up", 1.0);
        assertThat(vector("up", 5 * MINUTE)).isEmpty();
    }

    @Test
    void range_isOpenAtItsStart() {
        source.load(MINUTE, "c_total 1 2 3 4");
        assertThat(vector("count_over_time(c_total[2m])", 3 * MINUTE)).containsEntry("{}", 2.0);
        assertThat(vector("count_over_time(c_total[2m])", 3 * MINUTE - 1)).containsEntry("{}", 2.0);
    }

    @Test
    void or_keepsASeriesWithItsNameApartFromOneWithout() {
        source.load(MINUTE, "v 1 3");

        assertThat(range("(v > 2) or -v", 0, MINUTE, MINUTE))
                .extracting(points -> points.labels() + " " + Arrays.toString(points.values()))
                .containsExactlyInAnyOrder("{} [-1.0]", "v [3.0]");
    }

    @Test
    void marker_endsASeries() {
        source.load(MINUTE, "up 1 1 stale _ 1");
        assertThat(vector("up", 2 * MINUTE)).isEmpty();
        assertThat(vector("up", 4 * MINUTE)).containsEntry("up", 1.0);
        assertThat(vector("count_over_time(up[10m])", 4 * MINUTE)).containsEntry("{}", 3.0);
    }

    @Test
    void rate_bridgesResetsAndExtrapolates() {
        source.load(MINUTE, "c_total 0 60 120 10 70");
        assertThat(vector("increase(c_total[5m])", 4 * MINUTE).get("{}")).isCloseTo(190.0, within(1e-9));
        assertThat(vector("rate(c_total[5m])", 4 * MINUTE).get("{}")).isCloseTo(190.0 / 300, within(1e-9));
        assertThat(vector("resets(c_total[5m])", 4 * MINUTE)).containsEntry("{}", 1.0);
    }

    @Test
    void rangeQuery_isTheSameAsManyInstantQueries() {
        source.load(MINUTE, "a_total{l=\"x\"} 0+3x30").load(MINUTE, "a_total{l=\"y\"} 0+5x10 _x5 0+2x14");
        for (String expr : List.of(
                "a_total",
                "rate(a_total[4m])",
                "sum(rate(a_total[4m]))",
                "topk(1, a_total)",
                "a_total > 20 or a_total < 5",
                "max_over_time(rate(a_total[2m])[5m:1m])",
                "a_total - a_total offset 3m",
                "quantile(0.5, a_total)",
                "absent(a_total{l=\"y\"})",
                "a_total unless a_total{l=\"x\"} > 30",
                "a_total @ 120")) {
            List<Value.Points> matrix = range(expr, 0, 30 * MINUTE, 7 * MINUTE / 2);
            for (long at = 0; at <= 30 * MINUTE; at += 7 * MINUTE / 2) {
                assertThat(at(matrix, at)).as(expr + " at " + at).isEqualTo(vector(expr, at));
            }
        }
    }

    private static Map<String, Double> at(List<Value.Points> matrix, long time) {
        Map<String, Double> values = new TreeMap<>();
        for (Value.Points points : matrix) {
            for (int i = 0; i < points.size(); i++) {
                if (points.timesMillis()[i] == time) {
                    values.put(points.labels().toString(), points.values()[i]);
                }
            }
        }
        return values;
    }

    @Test
    void join_needsUniqueMatches() {
        source.load(MINUTE, "l{a=\"1\"} 1").load(MINUTE, "r{a=\"1\",b=\"1\"} 2").load(MINUTE, "r{a=\"1\",b=\"2\"} 3");
        assertThatThrownBy(() -> vector("l + on(a) r", 0))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "found duplicate series for the match group {a=\"1\"} on the right hand-side of the operation:"
                                + " [{__name__=\"r\", a=\"1\", b=\"1\"}, {__name__=\"r\", a=\"1\", b=\"2\"}];many-to-many matching"
                                + " not allowed: matching labels must be unique on one side");
        assertThatThrownBy(() -> vector("r + on(a) l", 0))
                .hasMessageContaining("many-to-one matching must be explicit");
        assertThat(vector("r + on(a) group_left l", 0)).containsEntry("{a=\"1\", b=\"2\"}", 4.0);
    }

    @Test
    void droppedNames_mayNotCollide() {
        source.load(MINUTE, "a{l=\"1\"} 1").load(MINUTE, "b{l=\"1\"} 2");
        assertThatThrownBy(() -> vector("abs({l=\"1\"})", 0))
                .hasMessage("vector cannot contain metrics with the same labelset");
        assertThat(vector("label_replace(abs({l=\"1\"}), \"n\", \"$1\", \"__name__\", \"(.*)\")", 0))
                .containsEntry("{l=\"1\", n=\"b\"}", 2.0);
    }

    @Test
    void sums_loseNoSmallValues() {
        source.load(MINUTE, "v 1 1e100 1 -1e100");
        assertThat(vector("sum_over_time(v[10m])", 3 * MINUTE)).containsEntry("{}", 2.0);
        assertThat(vector("avg_over_time(v[10m])", 3 * MINUTE)).containsEntry("{}", 0.5);
    }

    @Test
    void average_survivesOverflow() {
        source.load(MINUTE, "v{i=\"1\"} 1.5e308 1.5e308").load(MINUTE, "v{i=\"2\"} 1.5e308 1.5e308");
        assertThat(vector("avg(v)", 0).get("{}")).isCloseTo(1.5e308, within(1e300));
        assertThat(vector("avg_over_time(v{i=\"1\"}[5m])", MINUTE).get("{i=\"1\"}"))
                .isCloseTo(1.5e308, within(1e300));
    }

    @Test
    void annotations_pointIntoTheText() {
        source.load(MINUTE, "g 1 2 3");
        assertThat(instant("1 +\n  rate(g[5m])", 2 * MINUTE).annotations())
                .extracting(Annotation::toString)
                .containsExactly("PromQL info: metric might not be a counter, name does not end in"
                        + " _total/_sum/_count/_bucket: \"g\" (2:8)");
        assertThat(instant("quantile(1.5, g)", 0).annotations())
                .extracting(Annotation::toString)
                .containsExactly("PromQL warning: quantile value should be between 0 and 1, got 1.5 (1:10)");
    }

    @Test
    void unevenBuckets_areMendedAndTold() {
        source.load(MINUTE, "h_bucket{le=\"1\"} 5")
                .load(MINUTE, "h_bucket{le=\"2\"} 4")
                .load(MINUTE, "h_bucket{le=\"+Inf\"} 10");
        assertThat(instant("histogram_quantile(0.9, h_bucket)", 0)
                        .annotations()
                        .getFirst()
                        .toString())
                .isEqualTo("PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see"
                        + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile) for"
                        + " metric name \"h_bucket\", from buckets 2 to 2, with a max diff of 1, over 1 samples from"
                        + " 1970-01-01T00:00:00Z to 1970-01-01T00:00:00Z (1:25)");
    }

    @Test
    void limits_endAQuery() {
        source.load(1000, "v{i=\"1\"} 0+1x1000");
        Engine engine = new Engine(source, new Limits(5 * MINUTE, 500, MINUTE));
        assertThatThrownBy(() -> engine.range(Query.parse("v"), 0, 1_000_000, 1000, () -> false))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("too-many-samples"));
        assertThatThrownBy(() -> engine.instant(Query.parse("v"), 0, () -> true))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("query-cancelled"));
    }

    @Test
    void values_ofEachType() {
        source.load(MINUTE, "v 1 2 3");
        assertThat(instant("1 + 2 * 3", MINUTE).value()).isEqualTo(new Value.Scalar(MINUTE, 7));
        assertThat(instant("\"x\"", MINUTE).value()).isEqualTo(new Value.Text(MINUTE, "x"));
        assertThat(instant("v[2m]", 2 * MINUTE).value()).isInstanceOfSatisfying(Value.Matrix.class, matrix -> {
            assertThat(matrix.series().getFirst().labels()).isEqualTo(Labels.of("__name__", "v"));
            assertThat(matrix.series().getFirst().timesMillis()).containsExactly(MINUTE, 2 * MINUTE);
        });
        assertThatThrownBy(() -> range("v[2m]", 0, 1, 1)).hasMessageContaining("for range query");
    }

    @Test
    void edges_areGos() {
        source.load(MINUTE, "v NaN").load(MINUTE, "w Inf");
        assertThat(vector("1 ^ v", 0)).containsEntry("{}", 1.0);
        assertThat(vector("-1 ^ w", 0)).containsEntry("{}", -1.0);
        assertThat(vector("log2(vector(8))", 0)).containsEntry("{}", 3.0);
        assertThat(vector("day_of_week(vector(0))", 0)).containsEntry("{}", 4.0);
        assertThat(vector("days_in_month(vector(951782400))", 0)).containsEntry("{}", 29.0);
        assertThat(vector("sort_desc(v or w)", 0)).hasSize(1);
    }
}
