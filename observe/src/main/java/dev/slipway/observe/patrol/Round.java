package dev.slipway.observe.patrol;

import dev.slipway.observe.check.Prober;
import dev.slipway.observe.probe.Answer;
import dev.slipway.observe.probe.Endpoint;
import dev.slipway.observe.store.Batch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One endpoint at work. A check that is still under way when the next is due stands for both. */
final class Round {

    private static final Duration FIRST = Duration.ofSeconds(10);

    private final Watched watched;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final Consumer<Round> check;
    private final Instant begun;
    private final ProbeSeries series;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile ProbeStatus status;
    private volatile boolean ended;

    Round(Watched watched, Standing start, InstantSource clock, ScheduledExecutorService timer, Consumer<Round> check) {
        this.watched = watched;
        this.clock = clock;
        this.timer = timer;
        this.check = check;
        this.begun = clock.instant();
        this.series = new ProbeSeries(watched.labels());
        this.status = new ProbeStatus(watched, start, begun, Optional.empty());
    }

    Watched watched() {
        return watched;
    }

    ProbeStatus status() {
        return status;
    }

    /** The first check comes soon, spread so that not all come at once. */
    void begin() {
        long interval = watched.endpoint().interval().toMillis();
        long first = Math.floorMod((long) watched.hashCode(), Math.min(interval, FIRST.toMillis()));
        Future<?> _ = timer.scheduleAtFixedRate(this::due, first, interval, TimeUnit.MILLISECONDS);
    }

    private void due() {
        if (ended) {
            throw new java.util.concurrent.CancellationException("the probe is watched no more");
        }
        check.accept(this);
    }

    void stop() {
        ended = true;
    }

    /** Runs on a thread that is interrupted when it takes too long. */
    Optional<Outcome> check(Prober prober) {
        if (ended || !underWay.compareAndSet(false, true)) {
            return Optional.empty();
        }
        try {
            return prober.check(watched.project(), watched.endpoint(), begun).map(this::outcome);
        } finally {
            underWay.set(false);
        }
    }

    private Outcome outcome(Answer answer) {
        Endpoint endpoint = watched.endpoint();
        return new Outcome(answer, endpoint.complaints(answer), endpoint.isMaintained(answer.at()));
    }

    /** Called by the writer alone. */
    void take(Outcome outcome, Batch batch) {
        if (ended) {
            return;
        }
        Standing before = status.standing();
        Endpoint endpoint = watched.endpoint();
        boolean counts = outcome.isSuccess() || !outcome.maintained();
        Standing after = counts
                ? before.after(outcome.isSuccess(), endpoint.failuresUntilDown(), endpoint.successesUntilUp())
                : before;
        Instant now = clock.instant();
        Instant since = after.state() == before.state() ? status.since() : now;
        status = new ProbeStatus(watched, after, since, Optional.of(outcome));
        series.add(batch, watched, outcome, after, now.toEpochMilli());
    }

    /** Called by the writer alone. */
    void repeat(Batch batch) {
        status.last()
                .filter(_ -> !ended)
                .ifPresent(outcome -> series.add(
                        batch,
                        watched,
                        outcome,
                        status.standing(),
                        clock.instant().toEpochMilli()));
    }

    /** Called by the writer alone, once the endpoint is watched no more. */
    void end(Batch batch) {
        series.end(batch, clock.instant().toEpochMilli());
    }
}
