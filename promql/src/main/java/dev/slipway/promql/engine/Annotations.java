package dev.slipway.promql.engine;

import dev.slipway.kernel.Position;
import dev.slipway.promql.engine.Annotation.Level;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.LabelText;
import dev.slipway.promql.syntax.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the annotations of one evaluation, each message once (Prometheus' util/annotations). */
final class Annotations {

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Unevenness> uneven = new LinkedHashMap<>();

    void invalidQuantile(double quantile, Span span) {
        add(Level.WARNING, "quantile value should be between 0 and 1, got " + FloatText.general(quantile), span);
    }

    void badBucket(String metric, String label, Span span) {
        String message = "bucket label \"le\" is missing or has a malformed value of " + LabelText.quote(label);
        add(Level.WARNING, message + forMetric(metric), span);
    }

    void sortInRangeQuery(Span span) {
        add(Level.WARNING, "sort is ineffective for range queries since results are always ordered by labels", span);
    }

    void possibleNonCounter(String metric, Span span) {
        add(
                Level.INFO,
                "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
                        + LabelText.quote(metric),
                span);
    }

    /** Buckets whose counts went down were mended. */
    void forcedMonotonicity(String metric, Span span, Unevenness found) {
        String message = "input to histogram_quantile needed to be fixed for monotonicity (see"
                + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)"
                + forMetric(metric);
        uneven.merge(message, found, Unevenness::merge);
        add(Level.INFO, message, span);
    }

    private void add(Level level, String message, Span span) {
        entries.put(message, new Entry(level, span));
    }

    private static String forMetric(String metric) {
        return metric.isEmpty() ? "" : " for metric name " + LabelText.quote(metric);
    }

    List<Annotation> list(String text) {
        List<Annotation> list = new ArrayList<>();
        entries.forEach((message, entry) -> {
            Position position = entry.span().in("", text);
            Unevenness details = uneven.get(message);
            String full = details == null ? message : message + details;
            list.add(new Annotation(entry.level(), full, position.line(), position.column()));
        });
        return list;
    }

    private record Entry(Level level, Span span) {}

    /** Between which buckets counts went down, by how much, how often and when. */
    record Unevenness(double lowest, double highest, double most, int samples, long fromMillis, long toMillis) {

        Unevenness merge(Unevenness other) {
            return new Unevenness(
                    Math.min(lowest, other.lowest),
                    Math.max(highest, other.highest),
                    Math.max(most, other.most),
                    samples + other.samples,
                    Math.min(fromMillis, other.fromMillis),
                    Math.max(toMillis, other.toMillis));
        }

        @Override
        public String toString() {
            return ", from buckets " + FloatText.general(lowest) + " to " + FloatText.general(highest)
                    + ", with a max diff of " + FloatText.general(most, 2) + ", over " + samples + " samples from "
                    + java.time.Instant.ofEpochSecond(fromMillis / 1000) + " to "
                    + java.time.Instant.ofEpochSecond(toMillis / 1000);
        }
    }
}
