package dev.slipway.promql.engine;

/**
 * A remark on a result that was computed all the same.
 *
 * @param message with Prometheus' words
 * @param line of the expression that it is about, 1-based
 * @param column 1-based
 */
public record Annotation(Level level, String message, int line, int column) {

    /** How much it matters. */
    public enum Level {
        /** The result may be wrong. */
        WARNING("PromQL warning"),
        /** The result is right, but perhaps not to the question that was meant. */
        INFO("PromQL info");

        private final String words;

        Level(String words) {
            this.words = words;
        }
    }

    /** As Prometheus' API writes it: {@code PromQL warning: ... (1:5)}. */
    @Override
    public String toString() {
        return level.words + ": " + message + " (" + line + ":" + column + ")";
    }
}
