package dev.slipway.observe.exposition;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of Prometheus' text format 0.0.4: blanks where one likes, comments, timestamps in milliseconds. */
final class TextReader {

    private final Tokens tokens;
    private final Families families;
    private final CountedSamples samples;

    TextReader(Tokens tokens, Families families, CountedSamples samples) {
        this.tokens = tokens;
        this.families = families;
        this.samples = samples;
    }

    void read(Lines lines) throws IOException {
        for (Cursor line = lines.next(); line != null; line = lines.next()) {
            line.skipBlanks();
            if (line.take('#')) {
                line.skipBlanks();
                comment(line);
            } else if (!line.done()) {
                sample(line);
            }
        }
    }

    private void comment(Cursor line) {
        String keyword = line.run(c -> c != ' ' && c != '\t');
        line.skipBlanks();
        switch (keyword) {
            case "TYPE" -> {
                Families.Family family = families.describe(line, tokens.metricName(line));
                line.skipBlanks();
                family.type(line, type(line));
            }
            case "HELP" -> {
                Families.Family family = families.describe(line, tokens.metricName(line));
                line.take(' ');
                family.help(line, Tokens.help(line, false));
            }
            default -> line.rest();
        }
    }

    private static MetricType type(Cursor line) {
        String word = line.rest().strip();
        return switch (word) {
            case "untyped", "unknown" -> MetricType.UNKNOWN;
            case "counter" -> MetricType.COUNTER;
            case "gauge" -> MetricType.GAUGE;
            case "histogram" -> MetricType.HISTOGRAM;
            case "summary" -> MetricType.SUMMARY;
            default ->
                throw line.refuse(
                        "bad-type",
                        "there is no type '" + word + "'",
                        "one of counter, gauge, histogram, summary, untyped");
        };
    }

    private void sample(Cursor line) {
        Tokens.Series series = tokens.series(line);
        line.skipBlanks();
        double value = value(line);
        line.skipBlanks();
        @Nullable Double timestamp = line.done() ? null : timestamp(line);
        line.skipBlanks();
        line.expectEnd();
        samples.take(line, new ExposedSample(series.name(), series.labels(), value, timestamp, null));
    }

    private static double value(Cursor line) {
        String word = word(line);
        return Numbers.number(word)
                .or(() -> hexadecimal(word))
                .orElseThrow(() -> line.refuseWord("bad-number", word, "'" + word + "' is no number"));
    }

    /** Go's integers in base 16, which Prometheus lets pass where they carry no exponent. */
    private static Optional<Double> hexadecimal(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        boolean digits = lower.matches("[+-]?0x[0-9a-f]+");
        return digits ? Optional.of(Double.parseDouble(lower + "p0")) : Optional.empty();
    }

    private static Double timestamp(Cursor line) {
        String word = word(line);
        try {
            return Long.parseLong(word) / 1000.0;
        } catch (NumberFormatException e) {
            throw line.refuseWord("bad-timestamp", word, "'" + word + "' is no timestamp in whole milliseconds");
        }
    }

    private static String word(Cursor line) {
        return line.run(c -> c != ' ' && c != '\t');
    }
}
