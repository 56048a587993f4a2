package dev.slipway.server.outbox;

import dev.slipway.store.Database;
import dev.slipway.store.watch.NoticeKind;
import dev.slipway.store.watch.NoticeRows;
import dev.slipway.store.watch.NoticeState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the notices of one kind until they have arrived: after each failure later, at most five minutes or what the
 * receiver asks for. What is sent at the moment of a crash is sent again, so it arrives at least once. Of what tells of
 * the same thing one at a time is under way, so that the newest arrives last.
 */
public final class Outbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int AT_ONCE = 20;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 9;

    private final Database database;
    private final NoticeKind kind;
    private final Carrier carrier;
    private final InstantSource clock;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("outbox").daemon().factory());

    /** @param kind of the notices that it sends */
    public Outbox(Database database, NoticeKind kind, Carrier carrier, InstantSource clock) {
        this.database = database;
        this.kind = kind;
        this.carrier = carrier;
        this.clock = clock;
    }

    /** There may be something to send. */
    public void wake() {
        if (!timer.isShutdown()) {
            timer.execute(this::pump);
        }
    }

    /** Newest first, for those who look. */
    public List<NoticeRows.Row> newest(int most) {
        return database.read(sql -> NoticeRows.newest(sql, kind, most));
    }

    private void pump() {
        try {
            Instant now = clock.instant();
            int most = AT_ONCE + underWay.size();
            for (NoticeRows.Row notice : database.read(sql -> NoticeRows.due(sql, kind, now, most))) {
                if (underWay.size() < AT_ONCE && underWay.add(subject(notice))) {
                    work.execute(() -> send(notice));
                }
            }
            if (underWay.isEmpty()) {
                database.read(sql -> NoticeRows.earliest(sql, kind)).ifPresent(due -> wakeAt(now, due));
            }
        } catch (RuntimeException e) {
            LOG.error("the outbox cannot be read; it is tried again in a while", e);
            wakeAt(Instant.EPOCH, Instant.EPOCH.plus(LONGEST));
        }
    }

    private static String subject(NoticeRows.Row notice) {
        return String.join("\n", notice.group(), notice.receiver(), notice.integration());
    }

    private void wakeAt(Instant now, Instant due) {
        long wait = Math.max(1, Duration.between(now, due).toMillis());
        Future<?> _ = timer.schedule(this::pump, wait, TimeUnit.MILLISECONDS);
    }

    private void send(NoticeRows.Row notice) {
        try {
            if (database.transaction(sql -> NoticeRows.isPending(sql, notice.id()))) {
                note(notice, carrier.deliver(notice));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("notice {} to {} could not be handled", notice.id(), notice.receiver(), e);
            note(notice, new Carrier.Outcome.Later("it could not be handled; the log says more"));
        } finally {
            underWay.remove(subject(notice));
            wake();
        }
    }

    private void note(NoticeRows.Row notice, Carrier.Outcome outcome) {
        Instant now = clock.instant();
        database.execute(sql -> {
            switch (outcome) {
                case Carrier.Outcome.Arrived(String answer) ->
                    NoticeRows.done(sql, notice.id(), NoticeState.SENT, answer, now);
                case Carrier.Outcome.Never(String why) ->
                    NoticeRows.done(sql, notice.id(), NoticeState.FAILED, why, now);
                case Carrier.Outcome.Later(String why, Optional<Duration> after) ->
                    NoticeRows.again(sql, notice.id(), why, now.plus(after.orElseGet(() -> pause(notice.attempts()))));
            }
        });
        Optional.of(outcome)
                .filter(found -> !(found instanceof Carrier.Outcome.Arrived))
                .ifPresent(found -> LOG.warn("notice {} to {}: {}", notice.id(), notice.receiver(), found));
    }

    /** One second, doubled with every attempt. */
    static Duration pause(long attempts) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(attempts, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        work.shutdownNow();
        work.close();
    }
}
