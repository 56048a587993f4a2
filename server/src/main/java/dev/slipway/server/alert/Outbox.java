package dev.slipway.server.alert;

import dev.slipway.store.Database;
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
 * Sends what is in the outbox until it has arrived: after each failure later, at most five minutes. What is sent at the
 * moment of a crash is sent again, so it arrives at least once.
 */
public final class Outbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int AT_ONCE = 20;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 9;

    private final Database database;
    private final Courier courier;
    private final InstantSource clock;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("outbox").daemon().factory());

    public Outbox(Database database, Routing routing, RollbackOrder.Executor rollbacks, InstantSource clock) {
        this.database = database;
        this.courier = new Courier(routing, rollbacks);
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
        return database.read(sql -> NoticeRows.newest(sql, most));
    }

    private void pump() {
        try {
            Instant now = clock.instant();
            for (NoticeRows.Row notice : database.read(sql -> NoticeRows.due(sql, now, AT_ONCE + underWay.size()))) {
                if (underWay.size() < AT_ONCE && underWay.add(notice.id())) {
                    work.execute(() -> send(notice));
                }
            }
            if (underWay.isEmpty()) {
                database.read(NoticeRows::earliest).ifPresent(due -> wakeAt(now, due));
            }
        } catch (RuntimeException e) {
            LOG.error("the outbox cannot be read; it is tried again in a while", e);
            wakeAt(Instant.EPOCH, Instant.EPOCH.plus(LONGEST));
        }
    }

    private void wakeAt(Instant now, Instant due) {
        long wait = Math.max(1, Duration.between(now, due).toMillis());
        Future<?> _ = timer.schedule(this::pump, wait, TimeUnit.MILLISECONDS);
    }

    private void send(NoticeRows.Row notice) {
        try {
            note(notice, courier.deliver(notice));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("notice {} to {} could not be handled", notice.id(), notice.receiver(), e);
            note(notice, new Courier.Outcome.Later("it could not be handled; the log says more"));
        } finally {
            underWay.remove(notice.id());
            wake();
        }
    }

    private void note(NoticeRows.Row notice, Courier.Outcome outcome) {
        Instant now = clock.instant();
        database.execute(sql -> {
            switch (outcome) {
                case Courier.Outcome.Arrived(String answer) ->
                    NoticeRows.done(sql, notice.id(), NoticeState.SENT, answer, now);
                case Courier.Outcome.Never(String why) ->
                    NoticeRows.done(sql, notice.id(), NoticeState.FAILED, why, now);
                case Courier.Outcome.Later(String why) ->
                    NoticeRows.again(sql, notice.id(), why, now.plus(pause(notice.attempts())));
            }
        });
        Optional.of(outcome)
                .filter(found -> !(found instanceof Courier.Outcome.Arrived))
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
