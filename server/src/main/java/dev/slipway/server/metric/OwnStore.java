package dev.slipway.server.metric;

import dev.slipway.delivery.port.MetricSource.Subject;
import dev.slipway.kernel.Problem;
import dev.slipway.observe.store.Batch;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.series.Labels;
import dev.slipway.server.account.Principal;
import dev.slipway.server.query.SeriesDesk;
import dev.slipway.server.watch.Watch;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Slipway's own store of series: asked with PromQL, for one project's series only, and added to. The questions of a
 * project that has a server of its own go there.
 */
final class OwnStore {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Watch watch;
    private final SeriesDesk desk;

    OwnStore(Watch watch, SeriesDesk desk) {
        this.watch = watch;
        this.desk = desk;
    }

    /** The points of one series, a value counting for as long as Prometheus lets it. */
    double[] range(Subject of, String query, Instant from, Instant until, Duration step) {
        Value value = desk.range(
                        judge(of),
                        query,
                        from.toEpochMilli(),
                        until.toEpochMilli(),
                        step.toMillis(),
                        OptionalLong.empty(),
                        PATIENCE.toMillis())
                .value();
        return points(value, query, from, until, step);
    }

    /**
     * The points of one series that was noted here.
     *
     * @param lookback how old a value may be and still count
     */
    double[] noted(Subject of, String query, Instant from, Instant until, Duration step, Duration lookback) {
        Value value = desk.own()
                .range(
                        judge(of),
                        Query.parse(query),
                        from.toEpochMilli(),
                        until.toEpochMilli(),
                        step.toMillis(),
                        lookback.toMillis(),
                        PATIENCE.toMillis())
                .value();
        return points(value, query, from, until, step);
    }

    private static Principal judge(Subject of) {
        return new Principal("slipway", Role.VIEWER, Set.of(Scope.READ), Optional.of(of.project()));
    }

    private static double[] points(Value value, String query, Instant from, Instant until, Duration step) {
        if (!(value instanceof Value.Matrix matrix)) {
            throw new IllegalStateException("a range query has no value for each step: " + query);
        }
        return points(matrix.series(), query, from, until, step);
    }

    private static double[] points(
            List<Value.Points> series, String query, Instant from, Instant until, Duration step) {
        if (series.size() > 1) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "many-series",
                    series.size() + " series answer to " + query,
                    "make one of them, such as with sum() or avg()");
        }
        if (series.isEmpty()) {
            return new double[0];
        }
        double[] points =
                new double[Math.toIntExact(Duration.between(from, until).dividedBy(step)) + 1];
        Arrays.fill(points, Double.NaN);
        Value.Points found = series.getFirst();
        for (int i = 0; i < found.size(); i++) {
            long index = Math.floorDiv(found.timesMillis()[i] - from.toEpochMilli(), step.toMillis());
            if (index >= 0 && index < points.length) {
                points[(int) index] = Double.isFinite(found.values()[i]) ? found.values()[i] : Double.NaN;
            }
        }
        return points;
    }

    /** Adds one value. */
    void add(Labels labels, Instant at, double value) {
        Batch batch = watch.station().store().batch();
        batch.add(labels, at.toEpochMilli(), value);
        batch.commit();
    }
}
