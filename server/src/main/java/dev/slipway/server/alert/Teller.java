package dev.slipway.server.alert;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Json;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/** Writes what receivers are to be told into the outbox, within the transaction that decides so, and never twice. */
final class Teller {

    /** The receiver's name of what is no alert. */
    static final String SELF = "slipway";

    private final Routing routing;
    private final Outbox outbox;
    private final Ids ids;
    private final String externalUrl;

    /** @param externalUrl under which people reach this server */
    Teller(Routing routing, Outbox outbox, Ids ids, String externalUrl) {
        this.routing = routing;
        this.outbox = outbox;
        this.ids = ids;
        this.externalUrl = externalUrl;
    }

    /**
     * What is told of, and to whom.
     *
     * @param key names it over restarts
     * @param labels that its alerts share
     */
    record Subject(String key, String receiver, Labels labels) {
        String id() {
            return Digest.of(key.getBytes(StandardCharsets.UTF_8)).brief();
        }
    }

    /**
     * Tells each integration of the receiver, unless it knows.
     *
     * @param repeat after which it is told again although nothing is new
     */
    void tell(DSLContext sql, Subject subject, List<PostedAlert> alerts, Duration repeat, Instant now) {
        Routing.integrations(routing.file(), subject.receiver())
                .forEach((name, integration) -> tell(sql, subject, name, integration, alerts, repeat, now));
    }

    private void tell(
            DSLContext sql,
            Subject subject,
            String name,
            Integration integration,
            List<PostedAlert> alerts,
            Duration repeat,
            Instant now) {
        Set<String> firing = fingerprints(alerts, now, false);
        Set<String> resolved = fingerprints(alerts, now, true);
        Telling before = NotifiedRows.find(sql, subject.id(), subject.receiver(), name)
                .map(Teller::telling)
                .orElse(Telling.NONE);
        if (!before.calls(firing, resolved, integration.sendsResolved(), repeat, now)) {
            return;
        }
        List<PostedAlert> told = alerts.stream()
                .filter(alert -> integration.sendsResolved() || !alert.isResolved(now))
                .toList();
        Notice notice = Notice.of(subject.key(), subject.receiver(), subject.labels(), told, externalUrl, now);
        NotifiedRows.put(
                sql,
                new NotifiedRows.Row(
                        subject.id(), subject.receiver(), name, Json.write(firing), Json.write(resolved), now));
        add(sql, subject.id(), subject.receiver(), name, Json.write(notice), now);
    }

    /** Puts anything into the outbox. */
    void add(DSLContext sql, String group, String receiver, String integration, String content, Instant now) {
        NoticeRows.add(
                sql,
                new NoticeRows.Row(
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
                        ""));
        Database.afterCommit(sql, outbox::wake);
    }

    /** Those who were told of something and have not heard of its end. */
    static List<String> whoKnows(DSLContext sql, Subject subject) {
        return NotifiedRows.ofGroup(sql, subject.id()).stream()
                .filter(row -> !telling(row).firing().isEmpty())
                .map(NotifiedRows.Row::receiver)
                .distinct()
                .toList();
    }

    /** Writes down that something was done, for {@link #lastTold}. */
    static void note(DSLContext sql, Subject subject, Instant now) {
        NotifiedRows.put(sql, new NotifiedRows.Row(subject.id(), subject.receiver(), "", "[]", "[]", now));
    }

    /** When something was last told to anybody. */
    static Optional<Instant> lastTold(DSLContext sql, Subject subject) {
        return NotifiedRows.ofGroup(sql, subject.id()).stream()
                .map(NotifiedRows.Row::toldAt)
                .max(Instant::compareTo);
    }

    private static Set<String> fingerprints(Collection<PostedAlert> alerts, Instant now, boolean resolved) {
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
}
