package dev.slipway.promql.engine;

/**
 * What one query may use.
 *
 * @param lookbackMillis how old the latest sample of a series may be and still count
 * @param mostSamples how many values a query may hold in memory at once
 * @param subqueryStepMillis between the evaluations of a subquery that does not say
 */
public record Limits(long lookbackMillis, long mostSamples, long subqueryStepMillis) {

    /** Those of Prometheus: five minutes, 50 million samples, one minute. */
    public static final Limits DEFAULT = new Limits(300_000, 50_000_000, 60_000);
}
