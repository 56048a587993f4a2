package dev.slipway.observe.exposition;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line with a number.
 *
 * @param name of the sample, with the suffix that its family's type gives it
 * @param labels in the order of the text; names are unique
 * @param timestamp seconds since 1970, or null when the scrape's own time holds
 */
public record ExposedSample(
        String name,
        List<Label> labels,
        double value,
        @Nullable Double timestamp,
        @Nullable Exemplar exemplar) {

    /** The value of one label. */
    public Optional<String> label(String wanted) {
        return labels.stream()
                .filter(label -> label.name().equals(wanted))
                .map(Label::value)
                .findFirst();
    }

    /** Milliseconds since 1970, rounded down; empty when the line gave no time. */
    public Optional<Long> timestampMillis() {
        return timestamp == null ? Optional.empty() : Optional.of((long) Math.floor(timestamp * 1000));
    }
}
