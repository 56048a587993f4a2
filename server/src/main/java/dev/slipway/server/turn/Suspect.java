package dev.slipway.server.turn;

import dev.slipway.promql.engine.Value;
import dev.slipway.promql.series.Labels;
import dev.slipway.store.rollout.Rollouts.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A turn of traffic after which a series was not what it was before.
 *
 * <p>The values of a series between the turn before and this one, at most half an hour, are compared with those up to
 * the next turn. Medians are compared, and the noise is the larger median absolute deviation of both sides: a single
 * spike moves neither (C. Leys et al., "Detecting outliers", Journal of Experimental Social Psychology 49, 2013). Beyond
 * 3.5 times the noise, the threshold of B. Iglewicz and D. Hoaglin ("How to Detect and Handle Outliers", 1993), and a
 * tenth of the larger median, the turn is a suspect: what came with the release may not have come from it.
 *
 * @param before median of the values before the turn
 * @param after median of the values after it
 * @param score how many times the noise the change is
 */
public record Suspect(Turn turn, Labels series, double before, double after, double score) {

    private static final long LONGEST = 30 * 60_000L;
    private static final int FEWEST = 3;
    private static final double THRESHOLD = 3.5;
    private static final double TO_DEVIATION = 1.4826;
    private static final double LEAST_SHARE = 0.1;
    private static final double LEAST_NOISE = 0.01;

    /**
     * Those of the turns after which any of the series changed, the most suspicious first.
     *
     * @param turns oldest first
     */
    static List<Suspect> among(List<Turn> turns, List<Value.Points> series) {
        List<Suspect> suspects = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            long at = turns.get(i).at().toEpochMilli();
            long from = Math.max(at - LONGEST, i == 0 ? Long.MIN_VALUE : time(turns.get(i - 1)));
            long until = Math.min(at + LONGEST, i + 1 == turns.size() ? Long.MAX_VALUE : time(turns.get(i + 1)));
            Turn turn = turns.get(i);
            series.stream()
                    .flatMap(points -> judged(turn, points, from, at, until).stream())
                    .max(Comparator.comparingDouble(Suspect::score))
                    .ifPresent(suspects::add);
        }
        suspects.sort(Comparator.comparingDouble(Suspect::score).reversed());
        return List.copyOf(suspects);
    }

    private static long time(Turn turn) {
        return turn.at().toEpochMilli();
    }

    private static Optional<Suspect> judged(Turn turn, Value.Points points, long from, long at, long until) {
        double[] before = within(points, from, at - 1);
        double[] after = within(points, at + 1, until - 1);
        if (before.length < FEWEST || after.length < FEWEST) {
            return Optional.empty();
        }
        double was = median(before);
        double is = median(after);
        double size = Math.max(Math.abs(was), Math.abs(is));
        double noise = Math.max(Math.max(deviation(before, was), deviation(after, is)), LEAST_NOISE * size);
        double change = Math.abs(is - was);
        return change > LEAST_SHARE * size && change > THRESHOLD * noise
                ? Optional.of(new Suspect(turn, points.labels(), was, is, change / noise))
                : Optional.empty();
    }

    private static double[] within(Value.Points points, long from, long until) {
        double[] found = new double[points.size()];
        int size = 0;
        for (int i = 0; i < points.size(); i++) {
            long time = points.timesMillis()[i];
            if (time >= from && time <= until && Double.isFinite(points.values()[i])) {
                found[size++] = points.values()[i];
            }
        }
        return Arrays.copyOf(found, size);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double deviation(double[] values, double median) {
        return TO_DEVIATION
                * median(Arrays.stream(values)
                        .map(value -> Math.abs(value - median))
                        .toArray());
    }
}
