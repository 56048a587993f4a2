package dev.slipway.server.alert;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Json;
import dev.slipway.observe.alert.AlertRoute;
import dev.slipway.observe.alert.Integration;
import dev.slipway.observe.alert.Notice;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.observe.alert.Telling;
import dev.slipway.promql.series.Labels;
import dev.slipway.server.outbox.Outbox;
import dev.slipway.store.Database;
import dev.slipway.store.watch.NoticeKind;
import dev.slipway.store.watch.NoticeRows;
import dev.slipway.store.watch.NoticeState;
import dev.slipway.store.watch.NotifiedRows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers alerts in groups and decides when each group is told. The decision and the notice are written in one
 * transaction; from then on the notice is the outbox's, and the end of an alert is forgotten only after that. One thread
 * does all of it, so that there is nothing to lock.
 */
public final class Dispatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    private final Database database;
    private final AlertBook book;
    private final Routing routing;
    private final Outbox outbox;
    private final Ids ids;
    private final InstantSource clock;
    private final String externalUrl;
    private final Map<String, Group> groups = new TreeMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("alert-dispatch").daemon().factory());

    /** @param externalUrl under which people reach this server */
    public Dispatch(
            Database database,
            AlertBook book,
            Routing routing,
            Outbox outbox,
            String externalUrl,
            InstantSource clock) {
        this.database = database;
        this.book = book;
        this.routing = routing;
        this.outbox = outbox;
        this.externalUrl = externalUrl;
        this.clock = clock;
        this.ids = new Ids(clock);
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
            }));
        }
    }

    /** An alert is new or has changed. */
    void offer(PostedAlert alert) {
        if (!timer.isShutdown()) {
            timer.execute(() -> guarded(() -> take(alert)));
        }
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
        database.execute(sql -> {
            if (!audible.isEmpty()) {
                Routing.integrations(routing.file(), group.route.receiver())
                        .forEach((name, integration) -> tell(sql, group, name, integration, audible, now));
            }
            ended.stream().filter(alert -> !isElsewhere(group, alert)).forEach(alert -> book.forget(sql, alert));
        });
        ended.forEach(alert -> group.alerts.remove(alert.fingerprint(), alert));
        outbox.wake();
    }

    private boolean isElsewhere(Group here, PostedAlert alert) {
        return groups.values().stream()
                .anyMatch(group -> group != here && group.alerts.containsKey(alert.fingerprint()));
    }

    private void tell(
            DSLContext sql, Group group, String name, Integration integration, List<PostedAlert> audible, Instant now) {
        String id = Digest.of(group.key.getBytes(StandardCharsets.UTF_8)).brief();
        Set<String> firing = fingerprints(audible, now, false);
        Set<String> resolved = fingerprints(audible, now, true);
        Telling before = NotifiedRows.find(sql, id, group.route.receiver(), name)
                .map(Dispatch::telling)
                .orElse(Telling.NONE);
        if (!before.calls(firing, resolved, integration.sendsResolved(), group.route.repeatInterval(), now)) {
            return;
        }
        List<PostedAlert> told = audible.stream()
                .filter(alert -> integration.sendsResolved() || !alert.isResolved(now))
                .toList();
        Notice notice = Notice.of(group.key, group.route.receiver(), group.labels, told, externalUrl, now);
        NotifiedRows.put(
                sql,
                new NotifiedRows.Row(id, group.route.receiver(), name, Json.write(firing), Json.write(resolved), now));
        NoticeRows.add(sql, pending(id, group.route.receiver(), name, Json.write(notice), now));
    }

    private NoticeRows.Row pending(String group, String receiver, String integration, String content, Instant now) {
        return new NoticeRows.Row(
                ids.next("note"),
                NoticeKind.ALERT,
                group,
                receiver,
                integration,
                content,
                NoticeState.PENDING,
                0,
                now,
                now,
                null,
                "");
    }

    /** Writes the order to roll back into the outbox. */
    void order(DSLContext sql, RollbackOrder order, String alertId) {
        NoticeRows.add(
                sql,
                pending(
                        alertId,
                        RollbackOrder.RECEIVER,
                        RollbackOrder.INTEGRATION,
                        Json.write(order),
                        clock.instant()));
        Database.afterCommit(sql, outbox::wake);
    }

    private static Set<String> fingerprints(List<PostedAlert> alerts, Instant now, boolean resolved) {
        return alerts.stream()
                .filter(alert -> alert.isResolved(now) == resolved)
                .map(PostedAlert::fingerprint)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Telling telling(NotifiedRows.Row row) {
        return new Telling(
                Set.of(Json.read(row.firing(), String[].class)),
                Set.of(Json.read(row.resolved(), String[].class)),
                row.toldAt());
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
