package dev.slipway.promql.engine;

import dev.slipway.promql.series.SelectHints;
import dev.slipway.promql.series.Selection;
import dev.slipway.promql.series.Series;
import dev.slipway.promql.series.SeriesSource;
import dev.slipway.promql.series.Staleness;
import dev.slipway.promql.syntax.Expr;
import java.util.ArrayList;
import java.util.List;

/** Reads instant vectors from the source: one pass over each series, however many steps. */
final class Selectors {

    private final SeriesSource source;
    private final Evaluation evaluation;
    private final Window window = new Window();

    Selectors(SeriesSource source, Evaluation evaluation) {
        this.source = source;
        this.evaluation = evaluation;
    }

    /** The latest sample of each series at each step, unless it is too old or the series has ended. */
    List<Line> latest(Expr.VectorSelector selector, Grid grid) {
        return read(selector, grid, false);
    }

    /** The times of the latest samples, in seconds. */
    List<Line> latestTimes(Expr.VectorSelector selector, Grid grid) {
        return read(selector, grid, true);
    }

    private List<Line> read(Expr.VectorSelector selector, Grid grid, boolean times) {
        long lookback = evaluation.limits().lookbackMillis();
        List<Line> lines = new ArrayList<>();
        SelectHints hints = new SelectHints(grid.isInstant() ? 0 : grid.stepMillis(), 0, "", List.of(), false);
        long[] references = grid.references(selector.timing());
        try (Selection selection = select(selector, grid, lookback, hints)) {
            for (Series series : selection) {
                window.load(series.labels(), series.samples(), true);
                evaluation.check((long) lines.size() * grid.steps());
                double[] values = values(references, lookback, times);
                Line line = new Line(series.labels(), times, values);
                if (!line.isEmpty()) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    private double[] values(long[] references, long lookback, boolean times) {
        double[] values = Absent.array(references.length);
        int latest = -1;
        for (int step = 0; step < values.length; step++) {
            long reference = references[step];
            while (latest + 1 < window.size && window.times[latest + 1] <= reference) {
                latest++;
            }
            if (latest >= 0
                    && window.times[latest] > reference - lookback
                    && !Staleness.isMarker(window.values[latest])) {
                values[step] = times ? window.times[latest] / 1000.0 : window.values[latest];
            }
        }
        return values;
    }

    /** @param reach how far before the first reference the samples may be, exclusive */
    Selection select(Expr.VectorSelector selector, Grid grid, long reach, SelectHints hints) {
        long start = grid.reference(0, selector.timing()) - reach + 1;
        long end = grid.reference(grid.steps() - 1, selector.timing());
        return source.select(start, end, selector.matchers(), hints);
    }
}
