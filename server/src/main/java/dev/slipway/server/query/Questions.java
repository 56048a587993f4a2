package dev.slipway.server.query;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.engine.Answer;
import dev.slipway.promql.engine.Engine;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.rule.RuleEvaluator;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.Samples;
import dev.slipway.promql.series.Selection;
import dev.slipway.promql.series.SeriesSource;
import dev.slipway.promql.series.Staleness;
import dev.slipway.server.account.Principal;
import dev.slipway.server.watch.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Answers questions about series: a few at a time, each bounded in time and in values held, so that a question that
 * reads too much fails alone. Who may see one project only sees that project's series only.
 */
public final class Questions {

    /** Values that one question may hold: about 100 MB in the worst case. */
    private static final long MOST_SAMPLES = 5_000_000;

    private static final int AT_ONCE = 8;
    private static final int BLOCK = 64;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long SUBQUERY_STEP = 60_000;

    private final Watch watch;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    public Questions(Watch watch) {
        this.watch = watch;
    }

    /** The limits of a question that looks back this far. */
    public static Limits limits(long lookbackMillis) {
        return new Limits(lookbackMillis, MOST_SAMPLES, SUBQUERY_STEP);
    }

    /** @param lookbackMillis how old a sample may be and still count */
    public Answer instant(Principal who, Query query, long at, long lookbackMillis, long patienceMillis) {
        return inTurn(patienceMillis, cancelled -> engine(who, lookbackMillis).instant(query, at, cancelled));
    }

    /** The values from a start to an end, one for each step, times in milliseconds. */
    public Answer range(
            Principal who, Query query, long start, long end, long step, long lookbackMillis, long patienceMillis) {
        return inTurn(
                patienceMillis, cancelled -> engine(who, lookbackMillis).range(query, start, end, step, cancelled));
    }

    private Engine engine(Principal who, long lookbackMillis) {
        return new Engine(source(who.project()), limits(lookbackMillis));
    }

    /** Who answers the rules of a project, or those of no project, which see everything. */
    RuleEvaluator.Asked rules(Optional<String> project) {
        Engine engine = new Engine(source(project), limits(Limits.DEFAULT.lookbackMillis()));
        return (query, at) -> engine.instant(query, at, () -> false);
    }

    /** The series of everything, or of one project. */
    private SeriesSource source(Optional<String> project) {
        TimeSeriesStore store = watch.station().store();
        return project.<SeriesSource>map(name -> (start, end, matchers, hints) ->
                        store.select(start, end, bound(matchers, Optional.of(name)), hints))
                .orElse(store);
    }

    /** The labels of the series that any of the selectors matches. */
    Set<Labels> series(Principal who, List<List<Matcher>> selectors, Parameters.Stretch stretch) {
        TimeSeriesStore store = watch.station().store();
        return inTurn(LONGEST.toMillis(), _ -> {
            Set<Labels> labels = new TreeSet<>();
            selectors.forEach(selector ->
                    labels.addAll(store.series(bound(selector, who.project()), stretch.from(), stretch.to())));
            return labels;
        });
    }

    /** The newest sample of each series that any of the selectors matches, unless it has ended or is too old. */
    SortedMap<Labels, Federation.Newest> newest(Principal who, List<List<Matcher>> selectors, long at) {
        SeriesSource source = source(who.project());
        return inTurn(LONGEST.toMillis(), _ -> {
            SortedMap<Labels, Federation.Newest> newest =
                    new TreeMap<>(Comparator.comparing(Labels::metricName).thenComparing(Comparator.naturalOrder()));
            for (List<Matcher> selector : selectors) {
                try (Selection found = source.select(at - Limits.DEFAULT.lookbackMillis(), at, selector)) {
                    found.forEach(
                            series -> last(series.samples()).ifPresent(sample -> newest.put(series.labels(), sample)));
                }
            }
            return newest;
        });
    }

    private static Optional<Federation.Newest> last(Samples samples) {
        long[] times = new long[BLOCK];
        double[] values = new double[BLOCK];
        Optional<Federation.Newest> last = Optional.empty();
        for (int read = samples.read(times, values, 0); read > 0; read = samples.read(times, values, 0)) {
            last = Optional.of(new Federation.Newest(times[read - 1], values[read - 1]));
        }
        return last.filter(sample -> !Staleness.isMarker(sample.value()));
    }

    Set<String> labelNames(Principal who, List<List<Matcher>> selectors, Parameters.Stretch stretch) {
        if (selectors.isEmpty() && who.project().isEmpty()) {
            return read(() -> watch.station().store().labelNames(stretch.from(), stretch.to()));
        }
        Set<String> names = new TreeSet<>();
        series(who, everythingUnless(selectors), stretch)
                .forEach(labels -> names.addAll(labels.asMap().keySet()));
        return names;
    }

    Set<String> labelValues(Principal who, String name, List<List<Matcher>> selectors, Parameters.Stretch stretch) {
        if (selectors.isEmpty() && who.project().isEmpty()) {
            return read(() -> watch.station().store().labelValues(name, stretch.from(), stretch.to()));
        }
        Set<String> values = new TreeSet<>();
        series(who, everythingUnless(selectors), stretch).stream()
                .map(labels -> labels.get(name))
                .filter(value -> !value.isEmpty())
                .forEach(values::add);
        return values;
    }

    private static List<List<Matcher>> everythingUnless(List<List<Matcher>> selectors) {
        return selectors.isEmpty() ? List.of(List.of(Matcher.of(Matcher.Kind.NEQ, Labels.METRIC_NAME, ""))) : selectors;
    }

    static List<Matcher> bound(List<Matcher> matchers, Optional<String> project) {
        if (project.isEmpty()) {
            return matchers;
        }
        List<Matcher> bound = new ArrayList<>(matchers);
        bound.add(Matcher.equal("project", project.get()));
        return bound;
    }

    private <T> T inTurn(long patienceMillis, Function<BooleanSupplier, T> question) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(patienceMillis, LONGEST.toMillis()));
        try {
            if (!turns.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "query-cancelled",
                        "query timed out in query queue",
                        "others are being answered; ask again in a moment");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", "the question was interrupted", null, e);
        }
        try {
            return question.apply(() -> System.nanoTime() - deadline > 0);
        } finally {
            turns.release();
        }
    }

    private interface Reading {
        Set<String> read() throws IOException;
    }

    private static Set<String> read(Reading reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new UncheckedIOException("the store of metrics cannot be read", e);
        }
    }
}
