package dev.slipway.server.rollout;

import dev.slipway.delivery.dora.Deployment;
import dev.slipway.delivery.dora.DoraMetrics;
import dev.slipway.delivery.dora.Spread;
import dev.slipway.kernel.Problem;
import dev.slipway.server.git.History;
import dev.slipway.store.rollout.Deployments;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** How well delivery to an environment does, by DORA's metrics; of a bounded stretch of time and number of rollouts. */
public final class Scoreboard {

    static final int MOST_DAYS = 366;
    private static final int MOST_ROLLOUTS = 2000;

    private final Books books;
    private final Plans plans;
    private final History history;
    private final InstantSource clock;
    private final Deployments deployments = new Deployments();

    public Scoreboard(Books books, Plans plans, History history, InstantSource clock) {
        this.books = books;
        this.plans = plans;
        this.history = history;
        this.clock = clock;
    }

    /**
     * The metrics of one environment.
     *
     * @param rollouts that ended in the time
     * @param whole false when there were more than are looked at, and the metrics are of the newest
     * @param changeFailRate from 0 to 1; absent when there is nothing to divide by, like {@code reworkRate}
     */
    public record View(
            String project,
            String environment,
            Instant from,
            Instant until,
            int rollouts,
            boolean whole,
            int deployments,
            double deploymentsPerWeek,
            SpreadView interval,
            SpreadView leadTime,
            Optional<Double> changeFailRate,
            SpreadView recoveryTime,
            Optional<Double> reworkRate) {}

    /** A distribution, in seconds; absent when {@code count} is 0. */
    public record SpreadView(int count, Optional<Double> medianSeconds, Optional<Double> p90Seconds) {

        static SpreadView of(Spread spread) {
            return new SpreadView(
                    spread.count(),
                    spread.median().map(SpreadView::seconds),
                    spread.p90().map(SpreadView::seconds));
        }

        private static double seconds(Duration duration) {
            return duration.toMillis() / 1000.0;
        }
    }

    /** @param days back from now, 1 to {@link #MOST_DAYS} */
    public View of(String project, String environment, int days) {
        plans.requireEnvironment(project, environment);
        Instant until = clock.instant();
        Duration time = Duration.ofDays(days);
        List<Deployments.Brought> brought = books.database()
                .read(sql -> deployments.ended(
                        sql, project, environment, until.minus(time), until.plusMillis(1), MOST_ROLLOUTS));
        DoraMetrics metrics = DoraMetrics.of(
                brought.stream().map(each -> dated(project, each)).toList(), time);
        return new View(
                project,
                environment,
                until.minus(time),
                until,
                brought.size(),
                brought.size() < MOST_ROLLOUTS,
                metrics.deployments(),
                metrics.perWeek(),
                SpreadView.of(metrics.interval()),
                SpreadView.of(metrics.leadTime()),
                metrics.failRate(),
                SpreadView.of(metrics.recovery()),
                metrics.reworkRate());
    }

    /** With the time of the commit; of one that is gone from the repository, with that of its release. */
    private Deployment dated(String project, Deployments.Brought brought) {
        Deployment each = brought.deployment();
        return new Deployment(
                each.rollout(),
                each.kind(),
                each.state(),
                committed(project, brought.commit()).orElse(each.committedAt()),
                each.requestedAt(),
                each.trafficAt(),
                each.restoredAt(),
                each.finishedAt());
    }

    private Optional<Instant> committed(String project, String commit) {
        try {
            return Optional.of(history.commit(project, commit).authoredAt());
        } catch (Problem gone) {
            return Optional.empty();
        }
    }
}
