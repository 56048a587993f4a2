package dev.slipway.server.alert;

import dev.slipway.kernel.Json;
import dev.slipway.observe.alert.AlertRoute;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.promql.series.Labels;
import dev.slipway.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers alerts in groups and decides when each group is told. The decision and the notice are written in one
 * transaction; from then on the notice is the outbox's, and the end of an alert is forgotten only after that. One thread
 * does all of it, so that there is nothing to lock.
 */
public final class Dispatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    /** When escalations that could not be looked at, for the database was away or full, are looked at again. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    /** How often what somebody has taken is repeated: in no life of a server. */
    private static final Duration TAKEN = Duration.ofDays(36_500);

    private final Database database;
    private final AlertBook book;
    private final Routing routing;
    private final Teller teller;
    private final Escalations escalations;
    private final InstantSource clock;
    private final Map<String, Group> groups = new TreeMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("alert-dispatch").daemon().factory());

    private @Nullable Future<?> escalation;

    Dispatch(
            Database database,
            AlertBook book,
            Routing routing,
            Teller teller,
            Escalations escalations,
            InstantSource clock) {
        this.database = database;
        this.book = book;
        this.routing = routing;
        this.teller = teller;
        this.escalations = escalations;
        this.clock = clock;
    }

    /** Takes up the alerts of an earlier life. */
    public void start() {
        book.alerts().forEach(this::offer);
    }

    /** The configuration has changed: every alert finds its way anew. What was told already is not told again. */
    void reroute() {
        if (!timer.isShutdown()) {
            timer.execute(() -> guarded(() -> {
                groups.clear();
                book.alerts().forEach(this::take);
                escalate();
            }));
        }
    }

    /** An alert is new or has changed. */
    void offer(PostedAlert alert) {
        if (!timer.isShutdown()) {
            timer.execute(() -> guarded(() -> {
                take(alert);
                escalate();
            }));
        }
    }

    /** Somebody has taken an alert or given it back. */
    void lookAgain() {
        if (!timer.isShutdown()) {
            timer.execute(() -> guarded(this::escalate));
        }
    }

    private void escalate() {
        Future<?> planned = escalation;
        if (planned != null) {
            planned.cancel(false);
        }
        if (escalations.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        try {
            database.transaction(sql -> escalations.look(sql, now))
                    .ifPresent(due -> escalateIn(Duration.between(now, due)));
        } catch (RuntimeException e) {
            escalateIn(AFTER_FAILURE);
            throw e;
        }
    }

    private void escalateIn(Duration wait) {
        escalation = timer.schedule(() -> guarded(this::escalate), Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("alerts could not be dispatched", e);
        }
    }

    private void take(PostedAlert alert) {
        for (AlertRoute route : routing.file().route().match(alert.labels())) {
            String key = route.groupKey(alert.labels());
            Group group = groups.get(key);
            if (group == null) {
                group = new Group(key, route, route.groupLabels(alert.labels()));
                groups.put(key, group);
                boolean late = alert.startsAt().plus(route.groupWait()).isBefore(clock.instant());
                plan(group, late ? Duration.ZERO : route.groupWait());
            }
            group.alerts.put(alert.fingerprint(), alert);
        }
    }

    private void plan(Group group, Duration wait) {
        Future<?> _ = timer.schedule(() -> guarded(() -> look(group)), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(Group group) {
        if (groups.get(group.key) != group) {
            return;
        }
        try {
            tell(group);
        } finally {
            if (group.alerts.isEmpty()) {
                groups.remove(group.key, group);
            } else {
                plan(group, group.route.groupInterval());
            }
        }
    }

    private void tell(Group group) {
        Instant now = clock.instant();
        if (routing.isMuted(group.route, now)) {
            return;
        }
        List<PostedAlert> audible = group.alerts.values().stream()
                .filter(alert -> routing.hush(alert.labels(), now).isNone())
                .sorted(Comparator.comparing((PostedAlert alert) -> alert.isResolved(now))
                        .thenComparing(PostedAlert::labels))
                .toList();
        List<PostedAlert> ended = group.alerts.values().stream()
                .filter(alert -> alert.isResolved(now))
                .toList();
        Duration repeat = repeat(group, now);
        database.execute(sql -> {
            if (!audible.isEmpty()) {
                String receiver = routing.onCall().whoIs(group.route.receiver(), now);
                teller.tell(sql, new Teller.Subject(group.key, receiver, group.labels), audible, repeat, now);
            }
            ended.stream().filter(alert -> !isElsewhere(group, alert)).forEach(alert -> {
                escalations.ended(sql, alert, now);
                book.forget(sql, alert);
                escalations.acknowledgements().forget(sql, alert);
            });
        });
        ended.forEach(alert -> group.alerts.remove(alert.fingerprint(), alert));
    }

    /** What somebody has taken is not repeated. */
    private Duration repeat(Group group, Instant now) {
        boolean taken = group.alerts.values().stream()
                .filter(alert -> !alert.isResolved(now))
                .allMatch(alert -> escalations.acknowledgements().of(alert).isPresent());
        return taken ? TAKEN : group.route.repeatInterval();
    }

    private boolean isElsewhere(Group here, PostedAlert alert) {
        return groups.values().stream()
                .anyMatch(group -> group != here && group.alerts.containsKey(alert.fingerprint()));
    }

    /** Writes the order to roll back into the outbox. */
    void order(DSLContext sql, RollbackOrder order, String alertId) {
        teller.add(sql, alertId, RollbackOrder.RECEIVER, RollbackOrder.INTEGRATION, Json.write(order), clock.instant());
    }

    /** The groups as they are now, for those who look. */
    List<GroupView> view() {
        try {
            return timer.submit(() -> groups.values().stream()
                            .map(group -> new GroupView(
                                    group.labels, group.route.receiver(), new ArrayList<>(group.alerts.values())))
                            .toList())
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("listing groups never fails", e);
        }
    }

    /** A group with its alerts. */
    record GroupView(Labels labels, String receiver, List<PostedAlert> alerts) {}

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static final class Group {
        private final String key;
        private final AlertRoute route;
        private final Labels labels;
        private final Map<String, PostedAlert> alerts = new HashMap<>();

        Group(String key, AlertRoute route, Labels labels) {
            this.key = key;
            this.route = route;
            this.labels = labels;
        }
    }
}
