package dev.slipway.promql.engine;

import dev.slipway.promql.syntax.Aggregator;
import java.util.Arrays;
import java.util.List;

/** Groups of lines reduced to one array: series after series, so that each array is read from end to end. */
final class Reductions {

    private Reductions() {}

    /** @param parameter of the quantile, for each step */
    static double[] reduce(Aggregator aggregator, List<Line> lines, double[] parameter, int steps) {
        return switch (aggregator) {
            case SUM -> sum(lines, steps);
            case AVG -> new Averages(steps).of(lines);
            case MIN -> extreme(lines, steps, false);
            case MAX -> extreme(lines, steps, true);
            case COUNT -> count(lines, steps);
            case GROUP -> group(lines, steps);
            case STDDEV -> variance(lines, steps, true);
            case STDVAR -> variance(lines, steps, false);
            case QUANTILE -> quantile(lines, parameter, steps);
            case TOPK, BOTTOMK, COUNT_VALUES -> throw new IllegalArgumentException(aggregator + " is no reduction");
        };
    }

    private static double[] sum(List<Line> lines, int steps) {
        double[] sums = Absent.array(steps);
        double[] lost = new double[steps];
        for (Line line : lines) {
            double[] values = line.values();
            for (int step = 0; step < steps; step++) {
                double value = values[step];
                if (Absent.is(value)) {
                    continue;
                }
                double sum = sums[step];
                if (Absent.is(sum)) {
                    sums[step] = value;
                } else {
                    lost[step] = Kahan.lost(value, sum, lost[step]);
                    sums[step] = sum + value;
                }
            }
        }
        for (int step = 0; step < steps; step++) {
            if (!Absent.is(sums[step])) {
                sums[step] += lost[step];
            }
        }
        return sums;
    }

    private static double[] extreme(List<Line> lines, int steps, boolean largest) {
        double[] extremes = Absent.array(steps);
        for (Line line : lines) {
            for (int step = 0; step < steps; step++) {
                double value = line.values()[step];
                double extreme = extremes[step];
                boolean further = largest ? value > extreme : value < extreme;
                if (!Absent.is(value) && (further || Double.isNaN(extreme))) {
                    extremes[step] = value;
                }
            }
        }
        return extremes;
    }

    private static double[] count(List<Line> lines, int steps) {
        double[] counts = Absent.array(steps);
        for (Line line : lines) {
            for (int step = 0; step < steps; step++) {
                if (line.has(step)) {
                    counts[step] = Absent.is(counts[step]) ? 1 : counts[step] + 1;
                }
            }
        }
        return counts;
    }

    private static double[] group(List<Line> lines, int steps) {
        double[] values = count(lines, steps);
        for (int step = 0; step < steps; step++) {
            values[step] = Absent.is(values[step]) ? Absent.VALUE : 1;
        }
        return values;
    }

    /** Welford's method, as in Prometheus; an infinite value makes the variance NaN. */
    private static double[] variance(List<Line> lines, int steps, boolean root) {
        double[] counts = new double[steps];
        double[] means = new double[steps];
        double[] squares = Absent.array(steps);
        for (Line line : lines) {
            for (int step = 0; step < steps; step++) {
                double value = line.values()[step];
                if (Absent.is(value)) {
                    continue;
                }
                counts[step]++;
                if (counts[step] == 1) {
                    means[step] = value;
                    squares[step] = Double.isNaN(value) || Double.isInfinite(value) ? Double.NaN : 0;
                } else {
                    double delta = value - means[step];
                    means[step] += delta / counts[step];
                    squares[step] += delta * (value - means[step]);
                }
            }
        }
        for (int step = 0; step < steps; step++) {
            if (counts[step] > 0) {
                double variance = squares[step] / counts[step];
                squares[step] = root ? Math.sqrt(variance) : variance;
            }
        }
        return squares;
    }

    private static double[] quantile(List<Line> lines, double[] quantiles, int steps) {
        double[] results = Absent.array(steps);
        double[] present = new double[lines.size()];
        for (int step = 0; step < steps; step++) {
            int size = 0;
            for (Line line : lines) {
                if (line.has(step)) {
                    present[size++] = line.values()[step];
                }
            }
            if (size > 0) {
                results[step] = Quantiles.of(quantiles[step], Arrays.copyOf(present, size));
            }
        }
        return results;
    }

    /** Sums by counts; where a sum would overflow, a mean that moves with every value. */
    private static final class Averages {
        private final double[] sums;
        private final double[] lost;
        private final double[] counts;
        private final boolean[] moving;

        Averages(int steps) {
            this.sums = Absent.array(steps);
            this.lost = new double[steps];
            this.counts = new double[steps];
            this.moving = new boolean[steps];
        }

        double[] of(List<Line> lines) {
            for (Line line : lines) {
                for (int step = 0; step < sums.length; step++) {
                    if (line.has(step)) {
                        add(step, line.values()[step]);
                    }
                }
            }
            for (int step = 0; step < sums.length; step++) {
                if (counts[step] > 0) {
                    sums[step] = moving[step]
                            ? sums[step] + lost[step]
                            : sums[step] / counts[step] + lost[step] / counts[step];
                }
            }
            return sums;
        }

        private void add(int step, double value) {
            double count = ++counts[step];
            if (count == 1) {
                sums[step] = value;
                return;
            }
            double next = sums[step] + value;
            if (!moving[step] && !Double.isInfinite(next)) {
                lost[step] = Kahan.lost(value, sums[step], lost[step]);
                sums[step] = next;
                return;
            }
            if (!moving[step]) {
                moving[step] = true;
                sums[step] /= count - 1;
                lost[step] /= count - 1;
            }
            double weight = (count - 1) / count;
            double part = value / count;
            lost[step] = Kahan.lost(part, weight * sums[step], weight * lost[step]);
            sums[step] = weight * sums[step] + part;
        }
    }
}
