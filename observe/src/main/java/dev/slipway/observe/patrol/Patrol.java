package dev.slipway.observe.patrol;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.check.Prober;
import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.TimeSeriesStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps all endpoints checked. One thread tells the time; each check runs on a virtual thread of its own, which ends
 * when the check does, so that no thread waits for the next one. A check that takes too long is interrupted, and for
 * that reason it stores nothing itself: an interrupt would close the files of the store. One thread takes the results
 * of all checks, as many at once as there are, and writes them with one commit.
 */
public final class Patrol implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Patrol.class);

    /** Rules look five minutes back at most, so results of rarer checks are written again meanwhile. */
    static final Duration REPEAT = Duration.ofMinutes(1);

    private final TimeSeriesStore store;
    private final Prober prober;
    private final PatrolNews news;
    private final InstantSource clock;
    private final List<Round> rounds = new ArrayList<>();
    private final LinkedBlockingQueue<Runnable> results = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("probe-timer").daemon().factory());
    private final Thread writer;
    private Batch batch;
    private volatile boolean ended;

    /** Watches nothing yet. */
    public Patrol(TimeSeriesStore store, Prober prober, PatrolNews news, InstantSource clock) {
        this.store = store;
        this.prober = prober;
        this.news = news;
        this.clock = clock;
        this.batch = store.batch();
        this.writer = Thread.ofPlatform().name("probe-writer").daemon().start(this::write);
        Future<?> _ =
                timer.scheduleWithFixedDelay(this::repeat, REPEAT.toMillis(), REPEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Checks these endpoints and no others from here on; one that did not change goes on as it is.
     *
     * @param start what an endpoint counts as that was not watched before
     */
    public synchronized void follow(List<Watched> wanted, Function<Watched, Standing> start) {
        List<Round> gone = rounds.stream()
                .filter(round -> !wanted.contains(round.watched()))
                .toList();
        rounds.removeAll(gone);
        gone.forEach(round -> {
            round.stop();
            results.add(() -> round.end(batch));
        });
        for (Watched watched : wanted) {
            if (rounds.stream().noneMatch(round -> round.watched().equals(watched))) {
                Round round = new Round(watched, start.apply(watched), clock, timer, this::check);
                rounds.add(round);
                round.begin();
            }
        }
    }

    /** Every endpoint with how it is doing, by project, group and name. */
    public synchronized List<ProbeStatus> statuses() {
        return rounds.stream()
                .map(Round::status)
                .sorted(Comparator.comparing(
                                (ProbeStatus status) -> status.watched().project())
                        .thenComparing(status -> status.watched().endpoint().group())
                        .thenComparing(status -> status.watched().endpoint().name()))
                .toList();
    }

    /** Checks one endpoint now, beside its usual times. @return false when there is none of this name */
    public synchronized boolean checkNow(String project, String name) {
        Optional<Round> found = rounds.stream()
                .filter(round -> round.watched().project().equals(project)
                        && round.watched().endpoint().name().equals(name))
                .findFirst();
        found.ifPresent(this::check);
        return found.isPresent();
    }

    private void check(Round round) {
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            Optional<Outcome> outcome = round.check(prober);
            outcome.ifPresent(found -> results.add(() -> take(round, found)));
        });
        Future<?> _ = timer.schedule(
                thread::interrupt, round.watched().endpoint().timeout().toMillis(), TimeUnit.MILLISECONDS);
        thread.start();
    }

    private void take(Round round, Outcome outcome) {
        Standing.State before = round.status().standing().state();
        round.take(outcome, batch);
        ProbeStatus now = round.status();
        if (now.standing().state() != before) {
            news.changed(before, now);
        }
    }

    private synchronized void repeat() {
        rounds.stream()
                .filter(round -> round.watched().endpoint().interval().compareTo(REPEAT) > 0)
                .forEach(round -> results.add(() -> round.repeat(batch)));
    }

    private void write() {
        List<Runnable> taken = new ArrayList<>();
        try {
            while (!ended) {
                taken.add(results.take());
                results.drainTo(taken);
                taken.forEach(Patrol::run);
                taken.clear();
                commit();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Runnable result) {
        try {
            result.run();
        } catch (RuntimeException e) {
            LOG.error("a probe's result could not be handled", e);
        }
    }

    private void commit() {
        try {
            batch.commit();
        } catch (Problem problem) {
            LOG.warn("results of probes were not stored: {}", problem.message());
        }
        batch = store.batch();
    }

    /** Checks that are under way end unheard. The writer is told and not interrupted, for the sake of the store. */
    @Override
    public void close() {
        stop();
        results.add(() -> ended = true);
        try {
            writer.join();
            prober.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.io.IOException e) {
            LOG.warn("a client of probes could not be closed", e);
        }
    }

    private synchronized void stop() {
        timer.shutdownNow();
        rounds.forEach(Round::stop);
    }
}
