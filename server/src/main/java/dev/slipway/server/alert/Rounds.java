package dev.slipway.server.alert;

import dev.slipway.kernel.Json;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.observe.oncall.Digest;
import dev.slipway.observe.oncall.Heartbeat;
import dev.slipway.promql.series.Labels;
import dev.slipway.store.Database;
import dev.slipway.store.watch.NoticeKind;
import dev.slipway.store.watch.NoticeRows;
import dev.slipway.store.watch.NotifiedRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is told by the clock: digests and signs of life. Both go through the outbox, so that a sign of life says that the
 * database and the outbox live too; it is given only while rules are evaluated, for else nobody would watch. A digest
 * that was due while the server was down is told at its start.
 */
final class Rounds implements AutoCloseable {

    /** How integrations of heartbeats are called in the outbox. */
    static final String HEARTBEAT = "heartbeat";

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);

    private final Database database;
    private final Routing routing;
    private final Teller teller;
    private final Digests digests;
    private final AlertBook book;
    private final Predicate<Instant> watching;
    private final InstantSource clock;
    private final Map<String, Instant> beats = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("alert-rounds").daemon().factory());
    private @Nullable Future<?> next;

    /** @param watching whether rules are evaluated, as of a time */
    Rounds(
            Database database,
            Routing routing,
            Teller teller,
            Digests digests,
            Predicate<Instant> watching,
            InstantSource clock) {
        this.database = database;
        this.routing = routing;
        this.teller = teller;
        this.digests = digests;
        this.book = digests.book();
        this.watching = watching;
        this.clock = clock;
    }

    /** Looks what is due, now and whenever it is. */
    void wake() {
        if (!timer.isShutdown()) {
            timer.execute(this::round);
        }
    }

    private void round() {
        Instant now = clock.instant();
        boolean trouble = false;
        try {
            routing.onCall().heartbeats().forEach(beat -> beat(beat, now));
            routing.onCall().digests().forEach(digest -> tell(digest, now));
            database.execute(sql -> forget(sql, now));
        } catch (RuntimeException e) {
            LOG.error("what is told by the clock could not be told", e);
            trouble = true;
        }
        plan(now, trouble);
    }

    /**
     * Forgets what was told long ago. What was told of an alert that still fires is kept, however old: else it would be
     * told again.
     */
    private void forget(DSLContext sql, Instant now) {
        Instant old = now.minus(KEPT);
        NoticeRows.deleteBefore(sql, NoticeKind.ALERT, old);
        Instant told = book.alerts().stream()
                .map(PostedAlert::startsAt)
                .filter(start -> start.isBefore(old))
                .min(Instant::compareTo)
                .orElse(old);
        NotifiedRows.deleteBefore(sql, told);
    }

    private void plan(Instant now, boolean trouble) {
        Future<?> before = next;
        if (before != null) {
            before.cancel(false);
        }
        Duration wait = Stream.concat(
                        routing.onCall().heartbeats().stream()
                                .map(beat ->
                                        beats.getOrDefault(beat.name(), now).plus(beat.interval())),
                        routing.onCall().digests().stream().map(digest -> digest.next(now)))
                .map(due -> Duration.between(now, due))
                .min(Duration::compareTo)
                .filter(due -> due.compareTo(LONGEST) < 0)
                .orElse(LONGEST);
        next = timer.schedule(this::round, pause(wait, trouble).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What could not be told stays due; it is tried again, but not without a break. */
    static Duration pause(Duration due, boolean trouble) {
        Duration shortest = trouble ? AFTER_TROUBLE : SHORTEST;
        return due.compareTo(shortest) > 0 ? due : shortest;
    }

    private void beat(Heartbeat beat, Instant now) {
        Instant last = beats.get(beat.name());
        if (last != null && now.isBefore(last.plus(beat.interval()))) {
            return;
        }
        if (!watching.test(now)) {
            LOG.warn("{} gets no sign of life: rules are not evaluated", beat.name());
            beats.put(beat.name(), now);
            return;
        }
        Teller.Subject subject = new Teller.Subject(HEARTBEAT + "/" + beat.name(), Teller.SELF, Labels.of());
        database.execute(sql -> {
            NoticeRows.forget(sql, NoticeKind.ALERT, subject.id());
            teller.add(
                    sql,
                    subject.id(),
                    subject.receiver(),
                    HEARTBEAT + "[" + beat.name() + "]",
                    Json.write(Map.of("at", now.toString())),
                    now);
        });
        beats.put(beat.name(), now);
    }

    private void tell(Digest digest, Instant now) {
        database.execute(sql -> {
            Teller.Subject clockwork = new Teller.Subject("digest/" + digest.name(), Teller.SELF, Labels.of());
            Optional<Instant> last = Teller.lastTold(sql, clockwork);
            if (last.isEmpty() || last.get().isBefore(digest.due(now))) {
                Teller.note(sql, clockwork, now);
            }
            if (last.isPresent() && last.get().isBefore(digest.due(now))) {
                Teller.Subject subject = new Teller.Subject(
                        clockwork.key(),
                        routing.onCall().whoIs(digest.tell(), now),
                        Labels.of("digest", digest.name()));
                teller.tell(sql, subject, List.of(digests.of(sql, digest, now)), Duration.ZERO, now);
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
