package dev.slipway.server.query;

import dev.slipway.promql.engine.Value;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.Labels;
import tools.jackson.core.JsonGenerator;

/** Writes values as Prometheus' API does: times as seconds, numbers as text, so that infinities survive. */
final class ValueJson {

    private static final double SMALLEST_PLAIN = 1e-6;
    private static final double LARGEST_PLAIN = 1e21;

    private final JsonGenerator out;

    ValueJson(JsonGenerator out) {
        this.out = out;
    }

    /** The fields {@code resultType} and {@code result} of an object that is open. */
    void write(Value value) {
        out.writeStringProperty("resultType", type(value));
        out.writeName("result");
        switch (value) {
            case Value.Scalar scalar -> point(scalar.timeMillis(), number(scalar.value()));
            case Value.Text text -> point(text.timeMillis(), text.value());
            case Value.Vector vector -> vector(vector);
            case Value.Matrix matrix -> matrix(matrix);
        }
    }

    private static String type(Value value) {
        return switch (value) {
            case Value.Scalar _ -> "scalar";
            case Value.Text _ -> "string";
            case Value.Vector _ -> "vector";
            case Value.Matrix _ -> "matrix";
        };
    }

    private void vector(Value.Vector vector) {
        out.writeStartArray();
        for (Value.Sample sample : vector.samples()) {
            out.writeStartObject();
            metric(sample.labels());
            out.writeName("value");
            point(sample.timeMillis(), number(sample.value()));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void matrix(Value.Matrix matrix) {
        out.writeStartArray();
        for (Value.Points points : matrix.series()) {
            out.writeStartObject();
            metric(points.labels());
            out.writeName("values");
            out.writeStartArray();
            for (int i = 0; i < points.size(); i++) {
                point(points.timesMillis()[i], number(points.values()[i]));
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void metric(Labels labels) {
        out.writeName("metric");
        labels(labels);
    }

    void labels(Labels labels) {
        out.writeStartObject();
        for (int i = 0; i < labels.size(); i++) {
            out.writeStringProperty(labels.name(i), labels.value(i));
        }
        out.writeEndObject();
    }

    private void point(long millis, String value) {
        out.writeStartArray();
        out.writeRawValue(seconds(millis));
        out.writeString(value);
        out.writeEndArray();
    }

    /** Seconds, with three digits after the point unless they are zero. */
    static String seconds(long millis) {
        long rest = Math.floorMod(millis, 1000L);
        String whole = Long.toString((millis - rest) / 1000);
        if (rest == 0) {
            return whole;
        }
        if (millis < 0) {
            return Double.toString(millis / 1000.0);
        }
        return whole + "." + Long.toString(1000 + rest).substring(1);
    }

    /** As {@code encoding/json} of Go writes numbers: an exponent only where it is much shorter. */
    static String number(double value) {
        double size = Math.abs(value);
        boolean plain = size == 0 || !Double.isFinite(value) || (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN);
        return plain ? FloatText.plain(value) : FloatText.general(value);
    }
}
