package dev.slipway.observe.exposition;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of OpenMetrics 1.0, token by token as its ABNF has them. */
final class OpenMetricsReader {

    private final String source;
    private final Tokens tokens;
    private final Families families;
    private final CountedSamples samples;
    private boolean ended;

    OpenMetricsReader(String source, Tokens tokens, Families families, CountedSamples samples) {
        this.source = source;
        this.tokens = tokens;
        this.families = families;
        this.samples = samples;
    }

    void read(Lines lines) throws IOException {
        for (Cursor line = lines.next(); line != null; line = lines.next()) {
            line(line);
            if (!ended && !lines.terminated()) {
                throw line.refuse("bad-line", "the line does not end with a line feed");
            }
        }
        if (!ended) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-eof",
                    source + ": the exposition does not end with '# EOF'",
                    "it was cut off, or its target does not speak OpenMetrics");
        }
    }

    private void line(Cursor line) {
        if (ended) {
            throw line.refuse("after-eof", "nothing may follow '# EOF'");
        }
        if (line.endsWith('\r')) {
            throw line.refuseLine("bad-line", "the line ends with a carriage return", "end lines with LF alone");
        }
        if (line.take('#')) {
            line.expect(' ', "after '#'");
            descriptor(line);
        } else {
            sample(line);
        }
    }

    private void descriptor(Cursor line) {
        if (line.take("TYPE ")) {
            Families.Family family = named(line);
            family.type(line, type(line));
        } else if (line.take("HELP ")) {
            Families.Family family = named(line);
            family.help(line, Tokens.help(line, true));
        } else if (line.take("UNIT ")) {
            Families.Family family = named(line);
            family.unit(line, line.run(Names::continuesMetric));
        } else if (line.take("EOF")) {
            ended = true;
        } else {
            throw line.refuse("bad-descriptor", "expected TYPE, HELP, UNIT or EOF");
        }
        line.expectEnd();
    }

    private Families.Family named(Cursor line) {
        Families.Family family = families.describe(line, tokens.metricName(line));
        line.expect(' ', "after the name of a family");
        return family;
    }

    private static MetricType type(Cursor line) {
        String word = line.run(Names::continuesLabel);
        return MetricType.of(word)
                .orElseThrow(() -> line.refuse(
                        "bad-type",
                        "there is no type '" + word + "'",
                        "one of " + String.join(", ", MetricType.words())));
    }

    private void sample(Cursor line) {
        Tokens.Series series = tokens.series(line);
        line.expect(' ', "before the value");
        double value = number(line);
        Double timestamp = null;
        Exemplar exemplar = null;
        boolean more = line.take(' ');
        if (more && !line.at('#')) {
            timestamp = timestamp(line);
            more = line.take(' ');
        }
        if (more) {
            exemplar = exemplar(line);
        }
        line.expectEnd();
        samples.take(line, new ExposedSample(series.name(), series.labels(), value, timestamp, exemplar));
    }

    private Exemplar exemplar(Cursor line) {
        line.expect('#', "before an exemplar");
        line.expect(' ', "after '#'");
        List<Label> labels = tokens.labels(line);
        line.expect(' ', "before the exemplar's value");
        double value = number(line);
        @Nullable Double timestamp = line.take(' ') ? timestamp(line) : null;
        return new Exemplar(labels, value, timestamp);
    }

    private static double number(Cursor line) {
        String word = line.run(c -> c != ' ');
        return Numbers.number(word)
                .orElseThrow(() -> line.refuseWord("bad-number", word, "'" + word + "' is no number"));
    }

    private static Double timestamp(Cursor line) {
        String word = line.run(c -> c != ' ');
        return Numbers.real(word)
                .filter(Double::isFinite)
                .orElseThrow(() -> line.refuseWord("bad-timestamp", word, "'" + word + "' is no timestamp"));
    }
}
