package dev.slipway.server.rule;

import dev.slipway.promql.rule.OnMissing;
import dev.slipway.promql.rule.RuleEvaluator;
import dev.slipway.server.query.SeriesDesk;
import dev.slipway.server.watch.Station;
import dev.slipway.store.Database;
import dev.slipway.store.watch.RuleStateRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All groups of rules, each evaluated at its interval; what they had come to survives restarts. */
public final class Rulebook implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rulebook.class);
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Station station;
    private final SeriesDesk desk;
    private final Database database;
    private final InstantSource clock;
    private final String externalUrl;
    private final RuleNews news;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rule-timer").daemon().factory());
    private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Planned> planned = new ArrayList<>();

    /** @param externalUrl under which people reach this server */
    public Rulebook(
            Station station,
            SeriesDesk desk,
            Database database,
            String externalUrl,
            RuleNews news,
            InstantSource clock) {
        this.station = station;
        this.desk = desk;
        this.database = database;
        this.externalUrl = externalUrl;
        this.news = news;
        this.clock = clock;
    }

    /** From here on these groups are evaluated and no others; one that did not change goes on as it is. */
    public synchronized void follow(List<WatchedGroup> wanted) {
        List<Planned> gone = planned.stream()
                .filter(group -> !wanted.contains(group.run.watched()))
                .toList();
        planned.removeAll(gone);
        gone.forEach(Planned::cancel);
        Map<String, RuleStateRows.Row> kept = database.read(RuleStateRows::all);
        for (WatchedGroup group : wanted) {
            if (planned.stream().noneMatch(known -> known.run.watched().equals(group))) {
                Planned added = new Planned(run(group, kept));
                planned.add(added);
                added.plan();
            }
        }
        new Orphans(database, station.store(), news).end(kept, ids(wanted), clock.instant());
    }

    private static Set<String> ids(List<WatchedGroup> groups) {
        Set<String> ids = new HashSet<>();
        groups.forEach(group -> {
            for (int i = 0; i < group.group().rules().size(); i++) {
                ids.add(group.ruleId(i));
            }
        });
        return ids;
    }

    private GroupRun run(WatchedGroup group, Map<String, RuleStateRows.Row> kept) {
        RuleEvaluator.Settings settings =
                new RuleEvaluator.Settings(group.externalLabels(), externalUrl, 0, OnMissing.KEEP);
        RuleEvaluator evaluator = new RuleEvaluator(desk.rules(group.project()), settings);
        return new GroupRun(group, evaluator, station.store(), database, news, kept, clock);
    }

    /** Evaluates every group once, as of a time. */
    public void evaluate(Instant at) {
        groups().forEach(group -> group.evaluate(at));
    }

    private synchronized List<GroupRun> groups() {
        return planned.stream().map(group -> group.run).toList();
    }

    /** Every rule with how it is doing, by source, file and place. */
    public List<RuleStatus> statuses() {
        return groups().stream()
                .sorted(Comparator.comparing((GroupRun run) -> run.watched().source())
                        .thenComparing(run -> run.watched().file()))
                .flatMap(run -> run.statuses().stream())
                .toList();
    }

    /** Whether every group was evaluated when it should have been, as of a time; its outcome does not matter. */
    public boolean isOnTime(Instant at) {
        return groups().stream()
                .allMatch(run -> run.ended()
                        .plus(interval(run.watched()).multipliedBy(3))
                        .plus(GRACE)
                        .isAfter(at));
    }

    /** How often a group is evaluated. */
    static Duration interval(WatchedGroup group) {
        return Duration.ofMillis(group.group().intervalMillis().orElse(INTERVAL.toMillis()));
    }

    @Override
    public synchronized void close() {
        planned.forEach(Planned::cancel);
        timer.shutdownNow();
        work.close();
    }

    /** One group with its next evaluation: one is planned after the other, so that they never overlap. */
    private final class Planned {

        private final GroupRun run;
        private volatile boolean ended;

        Planned(GroupRun run) {
            this.run = run;
        }

        void plan() {
            Instant now = clock.instant();
            long step = interval(run.watched()).toMillis();
            long offset = Math.floorMod((long) run.watched().group().name().hashCode(), step);
            long next = (Math.floorDiv(now.toEpochMilli() - offset, step) + 1) * step + offset;
            Future<?> _ = timer.schedule(
                    () -> work.execute(() -> evaluate(Instant.ofEpochMilli(next))),
                    next - now.toEpochMilli(),
                    TimeUnit.MILLISECONDS);
        }

        private void evaluate(Instant at) {
            if (ended) {
                return;
            }
            try {
                run.evaluate(at);
            } catch (RuntimeException e) {
                LOG.error(
                        "the rules of {} could not be evaluated", run.watched().source(), e);
            }
            if (!timer.isShutdown()) {
                plan();
            }
        }

        void cancel() {
            ended = true;
        }
    }
}
