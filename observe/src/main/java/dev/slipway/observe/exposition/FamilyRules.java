package dev.slipway.observe.exposition;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The semantic rules of OpenMetrics 1.0 within one family: the samples of a metric stand together, its points in the
 * order of time, each point once, and each point is whole.
 */
final class FamilyRules {

    private static final int MOST_EXEMPLAR_CODE_POINTS = 128;

    private final String family;
    private final MetricType type;
    private final Set<Set<Label>> metrics = new HashSet<>();
    private final Set<List<Object>> samples = new HashSet<>();
    private @Nullable Set<Label> metric;
    private @Nullable Double timestamp;
    private @Nullable PointRules point;
    private @Nullable Cursor last;

    FamilyRules(String family, MetricType type) {
        this.family = family;
        this.type = type;
    }

    void check(Cursor cursor, ExposedSample sample) {
        String suffix = sample.name().substring(family.length());
        Set<Label> labels = metricOf(sample, suffix);
        if (!labels.equals(metric)) {
            enter(cursor, labels);
        } else if (!Objects.equals(timestamp, sample.timestamp())) {
            advance(cursor, sample);
        }
        timestamp = sample.timestamp();
        refuseRepeated(cursor, sample);
        PointRules rules = current();
        exemplar(cursor, sample, rules.admitsExemplar(suffix));
        rules.check(cursor, suffix, sample);
        last = cursor;
    }

    void finish() {
        if (point != null && last != null) {
            point.finish(last);
        }
        point = null;
    }

    private PointRules current() {
        PointRules rules = point;
        if (rules == null) {
            rules = PointRules.of(type, family);
            point = rules;
        }
        return rules;
    }

    /** What a metric is known by: its labels without those which tell the samples of one point apart. */
    private Set<Label> metricOf(ExposedSample sample, String suffix) {
        String inner = switch (type) {
            case INFO -> null;
            case STATESET -> family;
            case SUMMARY -> suffix.isEmpty() ? "quantile" : "";
            case HISTOGRAM, GAUGEHISTOGRAM -> suffix.equals("_bucket") ? "le" : "";
            case COUNTER, GAUGE, UNKNOWN -> "";
        };
        return sample.labels().stream()
                .filter(label -> inner != null && !label.name().equals(inner))
                .filter(label -> !label.value().isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private void enter(Cursor cursor, Set<Label> labels) {
        finish();
        samples.clear();
        metric = labels;
        if (!metrics.add(labels)) {
            throw cursor.refuseLine(
                    "interleaved-metrics",
                    "samples of one metric are parted by those of another",
                    "keep the samples with equal labels together");
        }
    }

    private void advance(Cursor cursor, ExposedSample sample) {
        finish();
        if (type == MetricType.INFO) {
            return;
        }
        if (timestamp == null || sample.timestamp() == null) {
            throw cursor.refuseLine(
                    "mixed-timestamps", "a metric has samples with and without timestamps", "give all of them one");
        }
        if (sample.timestamp() < timestamp) {
            throw cursor.refuseLine("time-goes-back", "timestamps go backwards", "expose points in the order of time");
        }
        samples.clear();
    }

    /** Points that only rounding gave the same time are let pass; without a time there is one point. */
    private void refuseRepeated(Cursor cursor, ExposedSample sample) {
        List<Object> identity = List.of(sample.name(), Set.copyOf(sample.labels()));
        if (!samples.add(identity) && sample.timestamp() == null) {
            throw cursor.refuseLine("duplicate-sample", "this sample was given already", "expose every series once");
        }
    }

    private static void exemplar(Cursor cursor, ExposedSample sample, boolean admitted) {
        Exemplar exemplar = sample.exemplar();
        if (exemplar == null) {
            return;
        }
        if (!admitted) {
            throw cursor.refuse(
                    "misplaced-exemplar",
                    "'" + sample.name() + "' cannot carry an exemplar",
                    "exemplars belong to totals of counters and to buckets");
        }
        long length = exemplar.labels().stream()
                .mapToLong(label -> codePoints(label.name()) + codePoints(label.value()))
                .sum();
        if (length > MOST_EXEMPLAR_CODE_POINTS) {
            throw cursor.refuse(
                    "long-exemplar",
                    "the exemplar's labels have " + length + " characters",
                    "at most " + MOST_EXEMPLAR_CODE_POINTS + ", names and values together");
        }
    }

    private static long codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
