package dev.slipway.observe.exposition;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types of OpenMetrics 1.0, each with the suffixes that its samples may carry (OpenMetrics, "Suffixes"). */
public enum MetricType {
    UNKNOWN,
    GAUGE,
    COUNTER,
    STATESET,
    INFO,
    HISTOGRAM,
    GAUGEHISTOGRAM,
    SUMMARY;

    /** What may follow the family's name in a sample's name. */
    public List<String> suffixes() {
        return switch (this) {
            case UNKNOWN, GAUGE, STATESET -> List.of("");
            case COUNTER -> List.of("_total", "_created");
            case INFO -> List.of("_info");
            case HISTOGRAM -> List.of("_count", "_sum", "_bucket", "_created");
            case GAUGEHISTOGRAM -> List.of("_gcount", "_gsum", "_bucket");
            case SUMMARY -> List.of("", "_count", "_sum", "_created");
        };
    }

    /** As OpenMetrics writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<MetricType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(MetricType::word).toList();
    }

    /** Buckets that people call a histogram, whether they only grow or not. */
    boolean hasBuckets() {
        return this == HISTOGRAM || this == GAUGEHISTOGRAM;
    }
}
