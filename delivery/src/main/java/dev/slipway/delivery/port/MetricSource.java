package dev.slipway.delivery.port;

import dev.slipway.delivery.judge.MetricRule;
import java.time.Instant;

/** Where the points of judged metrics come from: stores of series, and things that know the present value only. */
@FunctionalInterface
public interface MetricSource {

    /**
     * The points of one metric of one release over a time.
     *
     * @return one for each step of the rule, in their order, NaN where there is none; empty when there is no such series
     * @throws dev.slipway.kernel.Problem kind UNAVAILABLE when the source does not answer; kind INVALID when it refuses
     *     the question or has more than one series for it
     */
    double[] points(Subject of, MetricRule rule, Instant from, Instant until);

    /**
     * Is called at every look. A source that knows the present value only has it noted when a step is over, in the
     * background: this returns at once.
     */
    default void attend(Subject of, MetricRule rule, Instant now) {}

    /** Whose metric is asked for. */
    record Subject(String project, String environment, String release) {

        /** The text with the names in their places. */
        public String in(String text) {
            return text.replace("{{release}}", release)
                    .replace("{{environment}}", environment)
                    .replace("{{project}}", project);
        }
    }
}
