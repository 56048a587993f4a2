package dev.slipway.delivery.config;

import dev.slipway.delivery.judge.MetricRule;
import dev.slipway.delivery.judge.SeriesPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys of a judged metric. */
final class MetricSection {

    private static final String RELEASE = "{{release}}";

    private static final Key<String> NAME = Key.required("name", Plains.TEXT, "Shown with the evidence.");
    private static final Key<String> URL = Key.required(
            "url",
            Plains.TEXT.checked(
                    "http address",
                    text -> text.matches("https?://[^\\s?#]+"),
                    "bad-url",
                    "write it like http://127.0.0.1:9090"),
            "A server with Prometheus' HTTP API.");
    private static final Key<String> QUERY = Key.required(
            "query",
            Plains.TEXT,
            "PromQL that yields one series; `{{release}}` stands for the release, `{{environment}}` and `{{project}}`"
                    + " for their names.");
    private static final Key<Double> ABOVE =
            Key.optional("above", Plains.decimal(-1e18, 1e18), "Fails a release whose mean is above it.");
    private static final Key<Double> BELOW =
            Key.optional("below", Plains.decimal(-1e18, 1e18), "Fails a release whose mean is below it.");
    private static final Key<SeriesPolicy.Direction> WORSE = Key.optional(
            "worse",
            Plains.word(
                    List.of("increase", "decrease", "either"),
                    word -> SeriesPolicy.Direction.valueOf(word.toUpperCase(Locale.ROOT))),
            "Compares with the old release's series in the same time, and fails what leaves it this way.");
    private static final Key<Duration> STEP =
            Key.fallback("step", Plains.POSITIVE_DURATION, "15s", "Time between two points.");
    private static final Key<Integer> MINIMUM_POINTS = Key.fallback(
            "minimumPoints",
            Plains.whole(2, 10_000),
            "5",
            "Points of a series below which nothing is said. The first window is so many steps long, each next one"
                    + " twice as long.");

    static final Section<MetricRule> SECTION = Section.of(
            "A figure that is no count of requests: memory, queue length, satisfaction, cost.",
            List.of(NAME, URL, QUERY, ABOVE, BELOW, WORSE, STEP, MINIMUM_POINTS),
            MetricSection::rule);

    private MetricSection() {}

    private static MetricRule rule(Filled filled) {
        Optional<Double> above = filled.find(ABOVE);
        Optional<Double> below = filled.find(BELOW);
        Optional<SeriesPolicy.Direction> worse = filled.find(WORSE);
        if (above.isEmpty() && below.isEmpty() && worse.isEmpty()) {
            throw Plains.bad("bad-metric", "this metric is held against nothing", "add above, below or worse");
        }
        if (worse.isPresent() && !filled.get(QUERY).contains(RELEASE)) {
            throw Plains.bad(
                    "bad-metric",
                    "the query is the same for both releases, so there is nothing to compare",
                    "select by a label of the release with " + RELEASE);
        }
        return new MetricRule(
                filled.get(NAME),
                filled.get(URL),
                filled.get(QUERY),
                above,
                below,
                worse,
                filled.get(STEP),
                filled.get(MINIMUM_POINTS));
    }
}
