package dev.slipway.promql.unittest;

import dev.slipway.kernel.Position;
import dev.slipway.promql.series.Labels;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Series and what shall come of them.
 *
 * @param name as written, or its number in the file
 * @param startMillis the time of the first samples, since the epoch
 * @param stepMillis between two samples
 * @param externalUrl known to templates
 */
public record TestCase(
        Position position,
        String name,
        long startMillis,
        long stepMillis,
        List<Input> inputs,
        List<AlertCheck> alerts,
        List<ExpressionCheck> expressions,
        Map<String, String> externalLabels,
        String externalUrl) {

    public TestCase {
        inputs = List.copyOf(inputs);
        alerts = List.copyOf(alerts);
        expressions = List.copyOf(expressions);
        externalLabels = Map.copyOf(externalLabels);
    }

    /** Milliseconds from the start to the last check. */
    long lastMillis() {
        long last = alerts.stream().mapToLong(AlertCheck::atMillis).max().orElse(0);
        return Math.max(
                last,
                expressions.stream().mapToLong(ExpressionCheck::atMillis).max().orElse(0));
    }

    /** One series that is given. */
    public sealed interface Input {

        /** Its name and labels. */
        Labels labels();

        /** @param values one for each step; empty where there is no sample */
        record Floats(Labels labels, List<OptionalDouble> values) implements Input {
            public Floats {
                values = List.copyOf(values);
            }
        }

        /** It has native histograms, which are not stored: checks that read it cannot be made. */
        record Histograms(Labels labels) implements Input {}
    }

    /**
     * Which alerts of a name fire at a time.
     *
     * @param atMillis since the start
     */
    public record AlertCheck(Position position, long atMillis, String alert, List<ExpectedAlert> expected) {
        public AlertCheck {
            expected = List.copyOf(expected);
        }
    }

    /** An alert with all its labels but the name, and its annotations. */
    public record ExpectedAlert(Map<String, String> labels, Map<String, String> annotations) {
        public ExpectedAlert {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }

    /**
     * What an expression yields at a time.
     *
     * @param atMillis since the start
     */
    public record ExpressionCheck(Position position, long atMillis, String expression, List<ExpectedSample> expected) {
        public ExpressionCheck {
            expected = List.copyOf(expected);
        }
    }

    /** One series with its value; labels without a name where the expression drops it. */
    public record ExpectedSample(Labels labels, double value) {}
}
