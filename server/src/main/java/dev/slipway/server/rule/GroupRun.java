package dev.slipway.server.rule;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.rule.Alert;
import dev.slipway.promql.rule.AlertState;
import dev.slipway.promql.rule.Rule;
import dev.slipway.promql.rule.RuleEvaluator;
import dev.slipway.promql.rule.RuleRun;
import dev.slipway.store.Database;
import dev.slipway.store.watch.RuleStateRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The evaluations of one group, one at a time and rule after rule, so that a rule sees what those before it wrote. The
 * samples are stored first, then what the rule has come to, together with what is told of it: after a crash between the
 * two the rule is evaluated again from what it was.
 */
final class GroupRun {

    private static final Logger LOG = LoggerFactory.getLogger(GroupRun.class);

    private final WatchedGroup watched;
    private final RuleEvaluator evaluator;
    private final TimeSeriesStore store;
    private final Database database;
    private final RuleNews news;
    private final List<RuleStatus> statuses = new ArrayList<>();
    private final InstantSource clock;
    private volatile Instant ended;

    /** @param kept states by rule id, from an earlier life */
    GroupRun(
            WatchedGroup watched,
            RuleEvaluator evaluator,
            TimeSeriesStore store,
            Database database,
            RuleNews news,
            Map<String, RuleStateRows.Row> kept,
            InstantSource clock) {
        this.watched = watched;
        this.evaluator = evaluator;
        this.store = store;
        this.database = database;
        this.news = news;
        this.clock = clock;
        this.ended = clock.instant();
        List<Rule> rules = watched.group().rules();
        for (int i = 0; i < rules.size(); i++) {
            RuleRun run = Optional.ofNullable(kept.get(watched.ruleId(i)))
                    .map(row -> RuleMemory.read(row.state()))
                    .orElse(RuleRun.NONE);
            statuses.add(new RuleStatus(watched, rules.get(i), run, Optional.empty(), Optional.empty(), Duration.ZERO));
        }
    }

    WatchedGroup watched() {
        return watched;
    }

    synchronized List<RuleStatus> statuses() {
        return List.copyOf(statuses);
    }

    synchronized void evaluate(Instant at) {
        for (int i = 0; i < statuses.size(); i++) {
            statuses.set(i, next(i, statuses.get(i), at));
        }
        ended = clock.instant();
    }

    /** When the last evaluation ended, or this began. Never waits for one that is under way. */
    Instant ended() {
        return ended;
    }

    private RuleStatus next(int index, RuleStatus before, Instant at) {
        long began = System.nanoTime();
        RuleRun run = before.run();
        Optional<String> error = Optional.empty();
        try {
            run = evaluator.evaluate(watched.group(), before.rule(), before.run(), at.toEpochMilli());
            append(run);
            keep(index, before, run, at);
        } catch (Problem problem) {
            LOG.warn(
                    "rule {} of {} cannot be evaluated: {}", before.rule().name(), watched.source(), problem.message());
            run = before.run();
            error = Optional.of(problem.message());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new RuleStatus(watched, before.rule(), run, error, Optional.of(at), took);
    }

    private void append(RuleRun run) {
        if (run.samples().isEmpty()) {
            return;
        }
        Batch batch = store.batch();
        for (Value.Sample sample : run.samples()) {
            batch.add(sample.labels(), sample.timeMillis(), sample.value());
        }
        batch.commit();
    }

    private void keep(int index, RuleStatus before, RuleRun run, Instant at) {
        boolean changed = !run.alerts().equals(before.run().alerts())
                || !run.written().equals(before.run().written());
        Rule.Alerting alerting = before.rule() instanceof Rule.Alerting found ? found : null;
        if (!changed && run.alerts().isEmpty()) {
            return;
        }
        database.execute(sql -> {
            if (changed) {
                RuleStateRows.put(sql, watched.ruleId(index), watched.source(), RuleMemory.write(run), at);
            }
            if (alerting != null) {
                RuleNews.Evaluated told = new RuleNews.Evaluated(
                        watched.source(), alerting.query().text(), alerting.rollsBack(), at);
                news.evaluated(sql, told, begun(before.run(), run), told(run));
            }
        });
    }

    private static Collection<Alert> begun(RuleRun before, RuleRun after) {
        return after.alerts().entrySet().stream()
                .filter(entry -> entry.getValue().state() == AlertState.FIRING)
                .filter(entry -> Optional.ofNullable(before.alerts().get(entry.getKey()))
                        .map(Alert::state)
                        .filter(state -> state == AlertState.FIRING || state == AlertState.UNKNOWN)
                        .isEmpty())
                .map(Map.Entry::getValue)
                .toList();
    }

    static Collection<Alert> told(RuleRun run) {
        return run.alerts().values().stream()
                .filter(alert -> alert.firedAtMillis().isPresent())
                .filter(alert -> alert.state() != AlertState.PENDING)
                .toList();
    }
}
