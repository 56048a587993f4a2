package dev.slipway.server.query;

import dev.slipway.observe.outside.OutsideApi;
import dev.slipway.promql.engine.Answer;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.rule.RuleEvaluator;
import dev.slipway.promql.series.Labels;
import dev.slipway.server.account.Principal;
import dev.slipway.server.watch.OutsideSeries;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where questions are asked: those of a project that has a server of its own go there as they are written, and all
 * others to Slipway's own store. What Slipway itself keeps of such a project, its probes and instances, stays in the own
 * store.
 */
public final class SeriesDesk {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Questions own;
    private final OutsideSeries outside;

    public SeriesDesk(Questions own, OutsideSeries outside) {
        this.own = own;
        this.outside = outside;
    }

    /** A desk that knows Slipway's own store alone. */
    public static SeriesDesk over(Questions own) {
        return new SeriesDesk(own, new OutsideSeries());
    }

    /** The own store, for what Slipway keeps itself. */
    public Questions own() {
        return own;
    }

    /** Whether somebody's questions go elsewhere. */
    boolean goesOutside(Principal who) {
        return outside.of(who.project()).isPresent();
    }

    /** The value of an expression at one time, in milliseconds since the epoch. */
    public Answer instant(Principal who, String expression, long at, OptionalLong lookback, long patienceMillis) {
        OutsideApi api = server(who);
        return api == null
                ? own.instant(who, Query.parse(expression), at, back(lookback), patienceMillis)
                : api.instant(expression, at, lookback, patience(patienceMillis));
    }

    /** The values from a start to an end, one for each step, times in milliseconds. */
    public Answer range(
            Principal who,
            String expression,
            long start,
            long end,
            long step,
            OptionalLong lookback,
            long patienceMillis) {
        OutsideApi api = server(who);
        return api == null
                ? own.range(who, Query.parse(expression), start, end, step, back(lookback), patienceMillis)
                : api.range(expression, start, end, step, lookback, patience(patienceMillis));
    }

    /** Who answers the rules of a project, as of each evaluation. */
    public RuleEvaluator.Asked rules(Optional<String> project) {
        RuleEvaluator.Asked inside = own.rules(project);
        return (query, at) -> {
            Optional<OutsideApi> api = outside.of(project);
            return api.isPresent()
                    ? api.get().instant(query.text(), at, OptionalLong.empty(), LONGEST)
                    : inside.instant(query, at);
        };
    }

    Collection<Labels> series(Principal who, Parameters asked) {
        OutsideApi api = server(who);
        Parameters.Stretch stretch = asked.stretch();
        return api == null
                ? own.series(who, asked.selectors(), stretch)
                : new TreeSet<>(api.series(asked.all(Parameters.MATCH), stretch.from(), stretch.to()));
    }

    Collection<String> labelNames(Principal who, Parameters asked) {
        OutsideApi api = server(who);
        Parameters.Stretch stretch = asked.stretch();
        return api == null
                ? own.labelNames(who, asked.selectors(), stretch)
                : api.labelNames(asked.all(Parameters.MATCH), stretch.from(), stretch.to());
    }

    Collection<String> labelValues(Principal who, String name, Parameters asked) {
        OutsideApi api = server(who);
        Parameters.Stretch stretch = asked.stretch();
        return api == null
                ? own.labelValues(who, name, asked.selectors(), stretch)
                : api.labelValues(name, asked.all(Parameters.MATCH), stretch.from(), stretch.to());
    }

    /** The newest sample of each series that any of the selectors matches; from outside, as of the given time. */
    SortedMap<Labels, Federation.Newest> newest(Principal who, Parameters asked, long at) {
        OutsideApi api = server(who);
        if (api == null) {
            return own.newest(who, asked.selectors(), at);
        }
        SortedMap<Labels, Federation.Newest> newest =
                new TreeMap<>(Comparator.comparing(Labels::metricName).thenComparing(Comparator.naturalOrder()));
        for (String selector : asked.all(Parameters.MATCH)) {
            if (api.instant(selector, at, OptionalLong.empty(), LONGEST).value() instanceof Value.Vector vector) {
                vector.samples()
                        .forEach(sample -> newest.put(
                                sample.labels(), new Federation.Newest(sample.timeMillis(), sample.value())));
            }
        }
        return newest;
    }

    private @Nullable OutsideApi server(Principal who) {
        return outside.of(who.project()).orElse(null);
    }

    private static long back(OptionalLong lookback) {
        return lookback.orElse(Limits.DEFAULT.lookbackMillis());
    }

    private static Duration patience(long millis) {
        return Duration.ofMillis(Math.min(millis, LONGEST.toMillis()));
    }
}
