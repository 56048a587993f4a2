package dev.slipway.delivery.config;

import dev.slipway.delivery.judge.JsonPlace;
import dev.slipway.delivery.judge.MetricOrigin;
import dev.slipway.delivery.judge.MetricRule;
import dev.slipway.delivery.judge.SeriesPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of a judged metric. */
final class MetricSection {

    private static final Key<String> NAME = Key.required("name", Plains.TEXT, "Shown with the evidence.");
    private static final Key<String> QUERY = Key.optional(
            "query",
            Plains.TEXT,
            "PromQL that yields one series; `{{release}}` stands for the release, `{{environment}}` and `{{project}}`"
                    + " for their names. Without `url` Slipway's own store is asked, for series of this project.");
    private static final Key<String> URL = Key.optional(
            "url",
            Plains.TEXT.checked(
                    "http address",
                    text -> text.matches("https?://[^\\s#]+"),
                    "bad-url",
                    "write it like http://127.0.0.1:9090"),
            "With `query` a server with Prometheus' HTTP API; with `json` a document, in which the names stand as in"
                    + " `query`.");
    private static final Key<String> JSON = Key.optional(
            "json",
            Plains.TEXT,
            "JSONPath of one number in the document at `url`, such as `$.data[0].rating`; fetched once each step.");
    private static final Key<List<String>> COMMAND = Key.optional(
            "command",
            ServiceSection.COMMAND,
            "Run by the server once each step; prints one number. Told of the release by SLIPWAY_RELEASE,"
                    + " SLIPWAY_ENVIRONMENT and SLIPWAY_PROJECT.");
    private static final Key<Duration> TIMEOUT = Key.fallback(
            "timeout",
            Plains.POSITIVE_DURATION,
            "5s",
            "How long one fetch of `json` or one run of `command` may take.");
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
    private static final Key<SeriesPolicy.Test> COMPARE = Key.fallback(
            "compare",
            Plains.word(List.of("ranks", "means"), word -> SeriesPolicy.Test.valueOf(word.toUpperCase(Locale.ROOT))),
            "ranks",
            "How `worse` is found: `ranks` tests whether chance explains the difference (Mann-Whitney); `means` holds"
                    + " the two averages against each other and takes every difference above `tolerance` for real.");
    private static final Key<Double> TOLERANCE = Key.optional(
            "tolerance",
            Plains.decimal(0, 0.99),
            "With `compare: means` the share of the old release's average by which the new one may be off; 0.25 where"
                    + " it is left out.");
    private static final Key<SeriesPolicy.Missing> MISSING = Key.fallback(
            "missing",
            Plains.word(List.of("gap", "zero"), word -> SeriesPolicy.Missing.valueOf(word.toUpperCase(Locale.ROOT))),
            "gap",
            "What a point means that the source does not have. `zero` is for counts that are only kept when there is"
                    + " something to count, such as errors by kind; a source that does not answer is no zero.");
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
            List.of(
                    NAME,
                    QUERY,
                    URL,
                    JSON,
                    COMMAND,
                    TIMEOUT,
                    ABOVE,
                    BELOW,
                    WORSE,
                    COMPARE,
                    TOLERANCE,
                    MISSING,
                    STEP,
                    MINIMUM_POINTS),
            MetricSection::rule);

    private MetricSection() {}

    private static MetricRule rule(Filled filled) {
        Optional<Double> above = filled.find(ABOVE);
        Optional<Double> below = filled.find(BELOW);
        Optional<SeriesPolicy.Direction> worse = filled.find(WORSE);
        if (above.isEmpty() && below.isEmpty() && worse.isEmpty()) {
            throw Plains.bad("bad-metric", "this metric is held against nothing", "add above, below or worse");
        }
        MetricOrigin origin = origin(filled);
        if (worse.isPresent() && !origin.namesRelease()) {
            throw Plains.bad(
                    "bad-metric",
                    "the question is the same for both releases, so there is nothing to compare",
                    "say which release is meant with " + MetricOrigin.RELEASE);
        }
        SeriesPolicy.Missing missing = missing(filled, origin);
        return new MetricRule(
                filled.get(NAME),
                origin,
                above,
                below,
                beside(filled, worse),
                missing,
                filled.get(STEP),
                filled.get(MINIMUM_POINTS));
    }

    private static Optional<SeriesPolicy> beside(Filled filled, Optional<SeriesPolicy.Direction> worse) {
        SeriesPolicy.Test test = filled.get(COMPARE);
        Optional<Double> tolerance = filled.find(TOLERANCE);
        if (worse.isEmpty() && (test == SeriesPolicy.Test.MEANS || tolerance.isPresent())) {
            throw Plains.bad(
                    "bad-metric",
                    "nothing says which way this metric gets worse",
                    "add worse, such as worse: increase");
        }
        if (test == SeriesPolicy.Test.RANKS && tolerance.isPresent()) {
            throw Plains.bad(
                    "bad-metric",
                    "ranks are compared by how sure a difference is, not by a tolerance",
                    "leave tolerance out, or say compare: means");
        }
        return worse.map(SeriesPolicy::standard).map(standard -> switch (test) {
            case RANKS -> standard;
            case MEANS -> standard.by(test, tolerance.orElse(standard.tolerance()));
        });
    }

    private static SeriesPolicy.Missing missing(Filled filled, MetricOrigin origin) {
        SeriesPolicy.Missing missing = filled.get(MISSING);
        boolean sampled = origin instanceof MetricOrigin.Json || origin instanceof MetricOrigin.Command;
        if (sampled && missing == SeriesPolicy.Missing.ZERO) {
            throw Plains.bad(
                    "bad-metric",
                    "a sample that could not be taken is no zero",
                    "let the document or the program say 0, or leave missing out");
        }
        return missing;
    }

    private static MetricOrigin origin(Filled filled) {
        Optional<String> query = filled.find(QUERY);
        Optional<String> url = filled.find(URL);
        Optional<String> json = filled.find(JSON);
        Optional<List<String>> command = filled.find(COMMAND);
        if (Stream.of(query, json, command).filter(Optional::isPresent).count() != 1) {
            throw Plains.bad(
                    "bad-metric",
                    "a metric has either query, json or command",
                    "keep the one that says where its value comes from");
        }
        if (command.isPresent()) {
            return command(command.get(), url, filled.get(TIMEOUT));
        }
        return json.isPresent() ? json(json.get(), url, filled.get(TIMEOUT)) : query(query.orElseThrow(), url);
    }

    private static MetricOrigin command(List<String> argv, Optional<String> url, Duration timeout) {
        if (url.isPresent()) {
            throw Plains.bad("bad-metric", "a command has no url", "pass it as an argument");
        }
        return new MetricOrigin.Command(argv, timeout);
    }

    private static MetricOrigin json(String path, Optional<String> url, Duration timeout) {
        JsonPlace place = JsonPlace.parse(path);
        return new MetricOrigin.Json(
                url.orElseThrow(() ->
                        Plains.bad("bad-metric", "json does not say where the document is", "add its address as url")),
                place,
                timeout);
    }

    private static MetricOrigin query(String query, Optional<String> url) {
        if (url.filter(text -> text.contains("?")).isPresent()) {
            throw Plains.bad("bad-url", "a Prometheus has no question mark in its address", "leave it out");
        }
        return url.<MetricOrigin>map(server -> new MetricOrigin.Prometheus(server, query))
                .orElseGet(() -> new MetricOrigin.Own(query));
    }
}
