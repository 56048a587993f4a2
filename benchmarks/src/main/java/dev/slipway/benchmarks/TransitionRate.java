package dev.slipway.benchmarks;

import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.rollout.Rollouts;
import dev.slipway.testkit.TempHome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Committed transitions of rollouts per second: each writes the next version, the timeline and the audit row in one
 * transaction, as the server does. One writer shows what a transition costs, eight show what writers cost each other: the
 * audit log is one chain.
 */
public final class TransitionRate {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private final Rollouts rollouts = new Rollouts();
    private final AtomicInteger ids = new AtomicInteger();
    private final Database database;

    private TransitionRate(Database database) {
        this.database = database;
    }

    /** @param arguments seconds per measurement, by default 5 */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Duration time = Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 5);
        System.out.println("| database | writers | committed transitions per second |");
        System.out.println("|---|---|---|");
        try (TempHome home = TempHome.create()) {
            measure("SQLite (WAL)", home.resolve("slipway.db").toString(), time);
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start()) {
            String address = "postgres://postgres@127.0.0.1:" + server.getPort() + "/postgres";
            measure("PostgreSQL (embedded, fsync on)", address, time);
        }
    }

    private static void measure(String name, String address, Duration time) throws InterruptedException {
        try (Database database = Database.open(DatabaseAddress.parse(address))) {
            TransitionRate rate = new TransitionRate(database);
            rate.perSecond(1, WARM_UP);
            for (int writers : new int[] {1, 8}) {
                double measured = rate.perSecond(writers, time);
                System.out.printf(Locale.ROOT, "| %s | %d | %.0f |%n", name, writers, measured);
            }
        }
    }

    private double perSecond(int writers, Duration time) throws InterruptedException {
        long start = System.nanoTime();
        long deadline = start + time.toNanos();
        long written = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Rollout rollout = observing("rollout-" + ids.incrementAndGet());
                counts.add(threads.submit(() -> turn(rollout, deadline)));
            }
            for (Future<Long> count : counts) {
                written += count.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a writer failed", e);
        }
        return written * 1e9 / (System.nanoTime() - start);
    }

    /** Shifts and observes in turn until the time is over. */
    private long turn(Rollout first, long deadline) {
        Rollout rollout = first;
        database.execute(sql -> rollouts.create(sql, first));
        long written = 0;
        while (System.nanoTime() - deadline < 0) {
            RolloutEvent event = rollout.state() == RolloutState.OBSERVING ? RolloutEvent.ADVANCE : RolloutEvent.ROUTE;
            rollout = transition(rollout, event);
            written++;
        }
        return written;
    }

    private Rollout transition(Rollout before, RolloutEvent event) {
        Rollout after = before.after(event, before.progress(), "measured", Instant.now());
        database.execute(sql -> {
            rollouts.save(sql, after);
            rollouts.record(sql, before, event, after, "benchmark");
            Audit.append(
                    sql,
                    new AuditEntry(
                            after.stateSince(),
                            "benchmark",
                            "rollout." + event.name().toLowerCase(Locale.ROOT),
                            after.id(),
                            after.project(),
                            after.release() + " in " + after.environment() + " is now " + after.state()));
        });
        return after;
    }

    private static Rollout observing(String id) {
        return new Rollout(
                id,
                "shop",
                "production",
                "shop-2",
                Optional.of("shop-1"),
                Rollout.Kind.DEPLOY,
                "canary",
                RolloutState.OBSERVING,
                START,
                Progress.start(START),
                "a fresh release",
                "ada",
                START,
                Optional.empty(),
                Optional.of(START),
                0);
    }
}
