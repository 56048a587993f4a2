package dev.slipway.promql.differential;

import dev.slipway.promql.engine.Value;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.Labels;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * An answer as series by times, whoever gave it.
 *
 * @param error empty when there is an answer
 */
record Table(Map<Labels, Map<Long, Double>> series, String error) {

    /** Sums in another order differ in their last digits. */
    private static final double CLOSE = 1e-9;

    static Table error(String message) {
        return new Table(Map.of(), message);
    }

    static Table of(Value value) {
        Map<Labels, Map<Long, Double>> series = new TreeMap<>();
        switch (value) {
            case Value.Scalar scalar ->
                series.put(Labels.EMPTY, new TreeMap<>(Map.of(scalar.timeMillis(), scalar.value())));
            case Value.Text _ -> throw new IllegalStateException("no query yields text");
            case Value.Vector vector ->
                vector.samples()
                        .forEach(sample -> series.put(
                                sample.labels(), new TreeMap<>(Map.of(sample.timeMillis(), sample.value()))));
            case Value.Matrix matrix ->
                matrix.series().forEach(points -> {
                    Map<Long, Double> row = series.computeIfAbsent(points.labels(), _ -> new TreeMap<>());
                    for (int i = 0; i < points.size(); i++) {
                        row.put(points.timesMillis()[i], points.values()[i]);
                    }
                });
        }
        return new Table(series, "");
    }

    static Table of(JsonNode answer) {
        if (!answer.path("status").asString().equals("success")) {
            return error(answer.path("error").asString("no error said"));
        }
        Map<Labels, Map<Long, Double>> series = new TreeMap<>();
        JsonNode result = answer.path("data").path("result");
        if (answer.path("data").path("resultType").asString().equals("scalar")) {
            put(series.computeIfAbsent(Labels.EMPTY, _ -> new TreeMap<>()), result);
        } else {
            result.forEach(each -> {
                Map<Long, Double> row = series.computeIfAbsent(labels(each.path("metric")), _ -> new TreeMap<>());
                each.path("values").forEach(point -> put(row, point));
                if (each.has("value")) {
                    put(row, each.path("value"));
                }
            });
        }
        return new Table(series, "");
    }

    private static Labels labels(JsonNode metric) {
        Map<String, String> labels = new TreeMap<>();
        metric.propertyStream()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
        return Labels.of(labels);
    }

    private static void put(Map<Long, Double> row, JsonNode point) {
        row.put(
                Math.round(point.path(0).asDouble() * 1000),
                FloatText.parse(point.path(1).asString()).orElseThrow());
    }

    boolean isError() {
        return !error.isEmpty();
    }

    int size() {
        return series.size();
    }

    boolean matches(Table other) {
        return isError() == other.isError()
                && series.keySet().equals(other.series.keySet())
                && series.entrySet().stream()
                        .allMatch(
                                entry -> close(entry.getValue(), other.series.getOrDefault(entry.getKey(), Map.of())));
    }

    private static boolean close(Map<Long, Double> one, Map<Long, Double> two) {
        return one.keySet().equals(two.keySet())
                && one.entrySet().stream()
                        .allMatch(entry -> close(entry.getValue(), two.getOrDefault(entry.getKey(), 0.0)));
    }

    private static boolean close(double one, double two) {
        return Double.compare(one, two) == 0
                || one == two
                || Math.abs(one - two) <= CLOSE * Math.max(1, Math.max(Math.abs(one), Math.abs(two)));
    }

    String difference(Table other) {
        if (isError() || other.isError()) {
            return "ours: " + (isError() ? error : "an answer") + "; theirs: "
                    + (other.isError() ? other.error : "an answer");
        }
        if (!series.keySet().equals(other.series.keySet())) {
            return "ours: " + series + "; theirs: " + other.series;
        }
        StringBuilder words = new StringBuilder();
        series.forEach((labels, row) -> {
            Map<Long, Double> theirs = other.series.getOrDefault(labels, Map.of());
            if (!close(row, theirs)) {
                words.append(labels)
                        .append(" ours: ")
                        .append(row)
                        .append(" theirs: ")
                        .append(theirs)
                        .append('\n');
            }
        });
        return words.toString();
    }
}
