package dev.slipway.delivery.judge;

import java.time.Duration;

/**
 * Holds one rate of the canary alone against a fixed limit: an absolute guard, or a bake, in which the old release no
 * longer serves and the limit comes from what was recorded of it before.
 *
 * @param event what is counted
 * @param reference what the limit rests on: a number on the scale of {@link Evidence#baseline()}
 * @param referenceRequests requests that the reference was recorded from; 0 for an absolute limit
 * @param subject how the limit reads in a sentence
 * @param seen all the canary's timed requests, for display
 */
record RateWatch(
        String metric,
        Event event,
        double alpha,
        Exposure exposure,
        double reference,
        long referenceRequests,
        String subject,
        LatencyHistogram seen,
        RateTest test,
        boolean failed)
        implements Rule {

    /** What is counted of each look. */
    sealed interface Event {

        /** A request failed. */
        record Failure() implements Event {}

        /** A request took longer than so many microseconds; the quantile is the one shown. */
        record SlowerThan(long micros, double quantile) implements Event {}
    }

    static RateWatch guard(Threshold threshold, JudgePolicy policy) {
        return switch (threshold) {
            case Threshold.ErrorRateAbove errors ->
                new RateWatch(
                        "guard errors > " + Words.limit(errors.rate()),
                        new Event.Failure(),
                        policy.alphaPerRule(),
                        exposure(errors.minimumSamples(), policy),
                        errors.rate(),
                        0,
                        "the limit is " + Words.limit(errors.rate()),
                        LatencyHistogram.empty(),
                        RateTest.start(errors.rate()),
                        false);
            case Threshold.LatencyAbove latency ->
                new RateWatch(
                        "guard " + Words.quantile(latency.quantile()) + " > " + Words.duration(latency.limit()),
                        new Event.SlowerThan(latency.limit().toNanos() / 1000, latency.quantile()),
                        policy.alphaPerRule(),
                        exposure(latency.minimumSamples(), policy),
                        latency.limit().toNanos() / 1e9,
                        0,
                        "the limit is " + Words.limit(1 - latency.quantile()),
                        LatencyHistogram.empty(),
                        RateTest.start(1 - latency.quantile()),
                        false);
        };
    }

    private static Exposure exposure(long minimumSamples, JudgePolicy policy) {
        return new Exposure(minimumSamples, Math.max(minimumSamples, policy.minimumRequests()));
    }

    @Override
    public RateWatch add(Look look) {
        LatencyHistogram latency = look.canary().latency();
        RateTest next = switch (event) {
            case Event.Failure _ ->
                test.add(look.canary().requests(), look.canary().errors());
            case Event.SlowerThan slower -> test.add(latency.total(), latency.countAbove(slower.micros()));
        };
        boolean fails = next.bestLogE() >= Rule.bar(alpha)
                && next.rate() > next.limit()
                && next.requests() >= exposure.toSpeak();
        return new RateWatch(
                metric,
                event,
                alpha,
                exposure,
                reference,
                referenceRequests,
                subject,
                seen.merge(latency),
                next,
                failed || fails);
    }

    @Override
    public Evidence evidence() {
        Verdict verdict = exposure.verdict(failed, test.requests(), test.requests(), false);
        return new Evidence(
                metric,
                verdict,
                switch (event) {
                    case Event.Failure _ -> test.rate();
                    case Event.SlowerThan slower -> Words.seconds(seen, slower.quantile());
                },
                reference,
                Words.eValue(test.bestLogE()),
                Words.pValue(test.bestLogE()),
                alpha,
                test.requests(),
                referenceRequests,
                sentence(verdict));
    }

    private String sentence(Verdict verdict) {
        if (test.requests() == 0) {
            return metric + ": the new release answered no request that could be judged";
        }
        String what = switch (event) {
            case Event.Failure _ -> " requests failed (";
            case Event.SlowerThan slower ->
                " requests took longer than " + Words.duration(Duration.ofNanos(1000 * slower.micros())) + " (";
        };
        return metric + ": " + Words.count(test.events()) + " of " + Words.count(test.requests()) + what
                + Words.percent(test.rate()) + "), " + subject + "; "
                + Words.conclusion(verdict, test.bestLogE(), exposure, test.requests());
    }
}
