package dev.slipway.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until a test moves it, so that tests of time take none. */
public final class SettableClock implements InstantSource {

    private final AtomicReference<Instant> now;

    private SettableClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    public static SettableClock at(Instant start) {
        return new SettableClock(start);
    }

    /** Starts at a fixed moment of no meaning: noon on 5 January 2026, UTC. */
    public static SettableClock start() {
        return at(Instant.parse("2026-01-05T12:00:00Z"));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    public void advance(Duration step) {
        now.updateAndGet(instant -> instant.plus(step));
    }

    public void set(Instant instant) {
        now.set(instant);
    }
}
