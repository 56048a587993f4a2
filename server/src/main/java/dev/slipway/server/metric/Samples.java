package dev.slipway.server.metric;

import dev.slipway.delivery.judge.MetricOrigin;
import dev.slipway.delivery.judge.MetricRule;
import dev.slipway.delivery.port.MetricSource.Subject;
import dev.slipway.kernel.Problem;
import dev.slipway.promql.series.Labels;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The present values of sources that have no memory, noted in Slipway's own store once each step: there they outlive a
 * restart, and can be looked at like any other series. A value that could not be had is a gap.
 */
final class Samples {

    /** The series that samples are kept in. */
    static final String SERIES = "slipway_judged_metric";

    private static final Logger LOG = LoggerFactory.getLogger(Samples.class);
    private static final int MOST_FOLLOWED = 1000;

    private final OwnStore store;
    private final JsonDocument documents;
    private final MetricCommand commands;
    private final InstantSource clock;
    private final Map<Labels, Taken> taken = new ConcurrentHashMap<>();

    Samples(OwnStore store, JsonDocument documents, MetricCommand commands, InstantSource clock) {
        this.store = store;
        this.documents = documents;
        this.commands = commands;
        this.clock = clock;
    }

    /**
     * The last sample.
     *
     * @param begun when it was begun
     * @param trouble why there was none; while it is under way, why there was none before
     */
    private record Taken(Instant begun, boolean underWay, Optional<Problem> trouble) {}

    void takeWhenDue(Subject of, MetricRule rule, MetricOrigin.Json origin, Instant now) {
        takeWhenDue(of, rule, now, () -> documents.read(of.in(origin.url()), origin.place(), origin.timeout()));
    }

    void takeWhenDue(Subject of, MetricRule rule, MetricOrigin.Command origin, Instant now) {
        takeWhenDue(of, rule, now, () -> commands.read(origin.argv(), of, origin.timeout()));
    }

    /** @throws Problem why no sample could be had, when there is none at all */
    double[] points(Subject of, MetricRule rule, Instant from, Instant until) {
        Labels labels = labels(of, rule);
        double[] points = store.noted(of, labels.toString(), from, until, rule.step(), rule.step());
        Taken last = taken.get(labels);
        if (points.length == 0 && last != null && last.trouble().isPresent()) {
            throw last.trouble().get();
        }
        return points;
    }

    private void takeWhenDue(Subject of, MetricRule rule, Instant now, DoubleSupplier source) {
        Labels labels = labels(of, rule);
        if (claim(labels, rule, now)) {
            Thread.ofVirtual().name("metric " + rule.name()).start(() -> take(labels, now, source));
        }
    }

    /** Whether it is this caller's turn to take the sample. */
    private synchronized boolean claim(Labels labels, MetricRule rule, Instant now) {
        Taken last = taken.get(labels);
        if (last != null && !due(last, rule, now)) {
            return false;
        }
        if (taken.size() >= MOST_FOLLOWED) {
            taken.values().removeIf(other -> !other.underWay());
        }
        taken.put(labels, new Taken(now, true, last == null ? Optional.empty() : last.trouble()));
        return true;
    }

    private static boolean due(Taken last, MetricRule rule, Instant now) {
        long step = rule.step().toMillis();
        return !last.underWay() && now.toEpochMilli() / step > last.begun().toEpochMilli() / step;
    }

    private void take(Labels labels, Instant begun, DoubleSupplier source) {
        Optional<Problem> trouble = Optional.of(Problem.of(
                Problem.Kind.INTERNAL, "metric-sample-failed", "a sample of the metric could not be taken", null));
        try {
            double value = source.getAsDouble();
            store.add(labels, clock.instant(), value);
            trouble = Optional.empty();
        } catch (Problem e) {
            LOG.debug("no sample of {}: {}", labels, e.message());
            trouble = Optional.of(e);
        } finally {
            taken.put(labels, new Taken(begun, false, trouble));
        }
    }

    private static Labels labels(Subject of, MetricRule rule) {
        return Labels.of(
                Labels.METRIC_NAME,
                SERIES,
                "project",
                of.project(),
                "environment",
                of.environment(),
                "release",
                of.release(),
                "metric",
                rule.name());
    }
}
