package dev.slipway.promql.engine;

import dev.slipway.promql.series.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is done with whole lists of lines. */
final class Lines {

    /** What the metric's name takes with it when it goes. */
    private static final Set<String> METADATA = Set.of(Labels.METRIC_NAME, "__type__", "__unit__");

    private Lines() {}

    static Labels withoutMetadata(Labels labels) {
        return labels.without(METADATA);
    }

    /** The end of an evaluation: names that no longer fit go, and what is the same then is one series. */
    static List<Line> withoutDroppedNames(List<Line> lines) {
        List<Line> named = new ArrayList<>(lines.size());
        for (Line line : lines) {
            named.add(line.dropName() ? new Line(withoutMetadata(line.labels()), false, line.values()) : line);
        }
        return merged(named);
    }

    /** A series that keeps its name is another one than a series that will lose the same name. */
    private record Identity(Labels labels, boolean dropName) {}

    /** Lines of the same series become one; where both have a value the query fails. */
    static List<Line> merged(List<Line> lines) {
        Map<Identity, Line> byIdentity = HashMap.newHashMap(lines.size());
        List<Identity> order = new ArrayList<>(lines.size());
        boolean twins = false;
        for (Line line : lines) {
            Identity identity = new Identity(line.labels(), line.dropName());
            Line twin = byIdentity.putIfAbsent(identity, line);
            if (twin == null) {
                order.add(identity);
            } else {
                twins = true;
                byIdentity.put(identity, merged(twin, line));
            }
        }
        return twins ? order.stream().map(byIdentity::get).toList() : lines;
    }

    private static Line merged(Line first, Line second) {
        double[] values = first.values().clone();
        for (int i = 0; i < values.length; i++) {
            if (second.has(i)) {
                if (first.has(i)) {
                    throw Failure.sameLabels();
                }
                values[i] = second.values()[i];
            }
        }
        return new Line(first.labels(), first.dropName(), values);
    }

    /** The values of one step, for every step. */
    static List<Line> repeated(List<Line> lines, int steps) {
        List<Line> repeated = new ArrayList<>(lines.size());
        for (Line line : lines) {
            double[] values = new double[steps];
            Arrays.fill(values, line.values()[0]);
            repeated.add(new Line(line.labels(), line.dropName(), values));
        }
        return repeated;
    }

    static Value.Points points(Line line, Grid grid) {
        long[] times = new long[grid.steps()];
        double[] values = new double[grid.steps()];
        int size = 0;
        for (int step = 0; step < grid.steps(); step++) {
            if (line.has(step)) {
                times[size] = grid.time(step);
                values[size++] = line.values()[step];
            }
        }
        return new Value.Points(line.labels(), Arrays.copyOf(times, size), Arrays.copyOf(values, size));
    }

    /** For each step, true when any line has a value. */
    static boolean[] present(List<Line> lines, int steps) {
        boolean[] present = new boolean[steps];
        for (Line line : lines) {
            for (int step = 0; step < steps; step++) {
                present[step] |= line.has(step);
            }
        }
        return present;
    }
}
