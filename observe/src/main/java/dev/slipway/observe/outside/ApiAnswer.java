package dev.slipway.observe.outside;

import dev.slipway.kernel.Json;
import dev.slipway.promql.engine.Annotation;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads an answer of Prometheus' API token by token, for it may hold millions of values. Its keys may come in any order.
 * Values of native histograms are passed over with a warning: nothing here can show them.
 */
final class ApiAnswer {

    private final JsonParser in;
    private String status = "";
    private String resultType = "";
    private String errorType = "";
    private String error = "";
    private boolean histograms;
    private final List<Annotation> annotations = new ArrayList<>();
    private final List<Labels> sets = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Value.Points> series = new ArrayList<>();
    private String single = "";
    private long singleTime;

    private ApiAnswer(JsonParser in) {
        this.in = in;
    }

    /** @throws tools.jackson.core.JacksonException when the text is no answer of the API */
    static ApiAnswer read(String text) {
        try (JsonParser in = Json.mapper().createParser(text)) {
            ApiAnswer answer = new ApiAnswer(in);
            answer.need(in.nextToken(), JsonToken.START_OBJECT);
            answer.envelope();
            return answer;
        }
    }

    boolean isSuccess() {
        return status.equals("success");
    }

    String errorType() {
        return errorType;
    }

    String error() {
        return error;
    }

    /** What a question about labels or names answers. */
    List<String> texts() {
        return texts;
    }

    /** The series that a question about series answers. */
    List<Labels> sets() {
        return sets;
    }

    List<Annotation> annotations() {
        List<Annotation> all = new ArrayList<>(annotations);
        if (histograms) {
            all.add(new Annotation(
                    Annotation.Level.WARNING, "native histograms of the outside server were left out", 1, 1));
        }
        return all;
    }

    Value value() {
        return switch (resultType) {
            case "scalar" -> new Value.Scalar(singleTime, number(single));
            case "string" -> new Value.Text(singleTime, single);
            case "vector" ->
                new Value.Vector(series.stream()
                        .filter(points -> points.size() > 0)
                        .map(points -> new Value.Sample(points.labels(), points.timesMillis()[0], points.values()[0]))
                        .toList());
            case "matrix" ->
                new Value.Matrix(
                        series.stream().filter(points -> points.size() > 0).toList());
            default -> throw bad("no type of result is called '" + resultType + "'");
        };
    }

    private void envelope() {
        for (String key = in.nextName(); key != null; key = in.nextName()) {
            JsonToken token = in.nextToken();
            switch (key) {
                case "status" -> status = in.getString();
                case "errorType" -> errorType = in.getString();
                case "error" -> error = in.getString();
                case "warnings" -> remarks(token, Annotation.Level.WARNING);
                case "infos" -> remarks(token, Annotation.Level.INFO);
                case "data" -> data(token);
                default -> in.skipChildren();
            }
        }
    }

    private void remarks(JsonToken token, Annotation.Level level) {
        while (token == JsonToken.START_ARRAY && in.nextToken() == JsonToken.VALUE_STRING) {
            annotations.add(new Annotation(level, in.getString(), 1, 1));
        }
    }

    private void data(JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            result();
        } else if (token == JsonToken.START_ARRAY) {
            for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
                listed(each);
            }
        }
    }

    private void listed(JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            sets.add(labels());
        } else {
            need(token, JsonToken.VALUE_STRING);
            texts.add(in.getString());
        }
    }

    private void result() {
        for (String key = in.nextName(); key != null; key = in.nextName()) {
            JsonToken token = in.nextToken();
            switch (key) {
                case "resultType" -> resultType = in.getString();
                case "result" -> results(token);
                default -> in.skipChildren();
            }
        }
    }

    private void results(JsonToken token) {
        need(token, JsonToken.START_ARRAY);
        for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
            if (each == JsonToken.START_OBJECT) {
                series.add(points());
            } else if (each == JsonToken.VALUE_STRING) {
                single = in.getString();
            } else {
                singleTime = millis();
            }
        }
    }

    private Value.Points points() {
        Labels labels = Labels.EMPTY;
        Column column = new Column();
        for (String key = in.nextName(); key != null; key = in.nextName()) {
            JsonToken token = in.nextToken();
            switch (key) {
                case "metric" -> labels = labels();
                case "value" -> point(token, column);
                case "values" -> {
                    need(token, JsonToken.START_ARRAY);
                    for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
                        point(each, column);
                    }
                }
                case "histogram", "histograms" -> {
                    histograms = true;
                    in.skipChildren();
                }
                default -> in.skipChildren();
            }
        }
        return column.points(labels);
    }

    private void point(JsonToken token, Column column) {
        need(token, JsonToken.START_ARRAY);
        in.nextToken();
        long time = millis();
        need(in.nextToken(), JsonToken.VALUE_STRING);
        column.add(time, number(in.getString()));
        need(in.nextToken(), JsonToken.END_ARRAY);
    }

    private Labels labels() {
        Labels.Builder labels = Labels.builder();
        for (String key = in.nextName(); key != null; key = in.nextName()) {
            need(in.nextToken(), JsonToken.VALUE_STRING);
            labels.set(key, in.getString());
        }
        return labels.build();
    }

    private long millis() {
        return Math.round(in.getDoubleValue() * 1000);
    }

    private double number(String text) {
        return FloatText.parse(text).orElseThrow(() -> bad("'" + text + "' is no number"));
    }

    private void need(JsonToken found, JsonToken wanted) {
        if (found != wanted) {
            throw bad("expected " + wanted + ", found " + found);
        }
    }

    private StreamReadException bad(String what) {
        return new StreamReadException(in, what);
    }

    /** Times and values that grow together. */
    private static final class Column {

        private long[] times = new long[1];
        private double[] values = new double[1];
        private int size;

        void add(long time, double value) {
            if (size == times.length) {
                times = Arrays.copyOf(times, 2 * size + 14);
                values = Arrays.copyOf(values, 2 * size + 14);
            }
            times[size] = time;
            values[size++] = value;
        }

        Value.Points points(Labels labels) {
            return new Value.Points(labels, Arrays.copyOf(times, size), Arrays.copyOf(values, size));
        }
    }
}
