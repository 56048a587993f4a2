package dev.slipway.promql.unittest;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.Samples;
import dev.slipway.promql.series.SelectHints;
import dev.slipway.promql.series.Selection;
import dev.slipway.promql.series.Series;
import dev.slipway.promql.series.SeriesSource;
import dev.slipway.promql.syntax.SeriesNotation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A store of series on the heap, small and obvious: what a rule test says, and what the rules make of it. */
public final class MemorySource implements SeriesSource {

    private final Map<Labels, TreeMap<Long, Double>> series = new TreeMap<>();
    private final Map<Labels, String> unsupported = new HashMap<>();
    private long visibleUntil = Long.MAX_VALUE;

    /** Adds a series in the notation of rule unit tests, from time 0 on. */
    public MemorySource load(long stepMillis, String notation) {
        SeriesNotation parsed = SeriesNotation.parse(notation);
        long time = 0;
        for (OptionalDouble value : parsed.values()) {
            if (value.isPresent()) {
                add(parsed.labels(), time, value.getAsDouble());
            }
            time += stepMillis;
        }
        return this;
    }

    /** One sample; it takes the place of another of the same time. */
    public void add(Labels labels, long timeMillis, double value) {
        series.computeIfAbsent(labels, _ -> new TreeMap<>()).put(timeMillis, value);
    }

    /** From now on a selection that includes the series fails, for the reason. */
    public void refuse(Labels labels, String reason) {
        unsupported.put(labels, reason);
    }

    /** Hides samples after that time, since the epoch, as if they had not come yet. */
    void showUntil(long timeMillis) {
        visibleUntil = timeMillis;
    }

    boolean has(Labels labels) {
        return series.containsKey(labels);
    }

    @Override
    public Selection select(long start, long end, List<Matcher> matchers, SelectHints hints) {
        long last = Math.min(end, visibleUntil);
        unsupported.forEach((labels, reason) -> {
            if (matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
                throw Problem.of(Problem.Kind.INVALID, "not-stored", reason, null);
            }
        });
        List<Series> selected = new ArrayList<>();
        series.forEach((labels, samples) -> {
            if (matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
                selected.add(new Stored(labels, last < start ? Map.of() : samples.subMap(start, true, last, true)));
            }
        });
        return Selection.of(selected);
    }

    private record Stored(Labels labels, Map<Long, Double> points) implements Series {
        @Override
        public Samples samples() {
            List<Map.Entry<Long, Double>> left = new ArrayList<>(points.entrySet());
            return (times, values, from) -> {
                int count = Math.min(Math.min(times.length - from, left.size()), 7);
                for (int i = 0; i < count; i++) {
                    Map.Entry<Long, Double> point = left.removeFirst();
                    times[from + i] = point.getKey();
                    values[from + i] = point.getValue();
                }
                return count;
            };
        }
    }
}
