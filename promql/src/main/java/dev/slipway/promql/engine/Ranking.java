package dev.slipway.promql.engine;

import java.util.ArrayList;
import java.util.List;

/** The k largest or smallest series of a group, step by step; NaN comes last either way. */
final class Ranking {

    private final List<Line> lines;
    private final boolean top;
    private final int[] best;
    private int size;

    private Ranking(List<Line> lines, boolean top) {
        this.lines = lines;
        this.top = top;
        this.best = new int[lines.size() + 1];
    }

    /** @param counts how many, for each step */
    static List<Line> best(List<Line> lines, double[] counts, boolean top) {
        Ranking ranking = new Ranking(lines, top);
        if (counts.length == 1) {
            return ranking.ordered(Math.clamp((long) counts[0], 0, lines.size()));
        }
        double[][] kept = new double[lines.size()][];
        for (int step = 0; step < counts.length; step++) {
            ranking.rank(step, Math.clamp((long) counts[step], 0, lines.size()));
            for (int i = 0; i < ranking.size; i++) {
                int line = ranking.best[i];
                if (kept[line] == null) {
                    kept[line] = Absent.array(counts.length);
                }
                kept[line][step] = lines.get(line).values()[step];
            }
        }
        return results(lines, kept);
    }

    private static List<Line> results(List<Line> lines, double[][] kept) {
        List<Line> results = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] != null) {
                results.add(new Line(lines.get(i).labels(), lines.get(i).dropName(), kept[i]));
            }
        }
        return results;
    }

    private List<Line> ordered(int count) {
        rank(0, count);
        List<Line> results = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            results.add(lines.get(best[i]));
        }
        return results;
    }

    /** Fills {@code best}: a sorted list of at most so many, into which each line is inserted in its turn. */
    private void rank(int step, int count) {
        size = 0;
        for (int line = 0; count > 0 && line < lines.size(); line++) {
            if (lines.get(line).has(step)) {
                insert(line, step, count);
            }
        }
    }

    private void insert(int line, int step, int count) {
        double value = lines.get(line).values()[step];
        int at = size;
        while (at > 0 && precedes(value, lines.get(best[at - 1]).values()[step])) {
            at--;
        }
        if (at < count) {
            System.arraycopy(best, at, best, at + 1, size - at);
            best[at] = line;
            size = Math.min(size + 1, count);
        }
    }

    private boolean precedes(double value, double other) {
        return top
                ? value > other || (Double.isNaN(other) && !Double.isNaN(value))
                : value < other || (Double.isNaN(other) && !Double.isNaN(value));
    }
}
