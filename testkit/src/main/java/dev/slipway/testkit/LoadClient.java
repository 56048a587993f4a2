package dev.slipway.testkit;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Real requests over real sockets while something happens to the server: the proof that nobody notices. With a rate,
 * latency counts from when a request was due, so that a pause of the server is seen by all who would have met it
 * (G. Tene's "coordinated omission").
 */
public final class LoadClient implements AutoCloseable {

    private final LoadPlan plan;
    private final Optional<LoadStreams> streams;
    private final LoadTally tally = new LoadTally();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicLong number = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final long start = System.nanoTime();

    private LoadClient(LoadPlan plan) {
        this.plan = plan;
        this.streams = switch (plan.wire()) {
            case LoadWire.Plain() -> Optional.empty();
            case LoadWire.Http2 secure -> Optional.of(new LoadStreams(plan, secure));
        };
        for (int i = 0; i < plan.connections(); i++) {
            LoadLine line = streams.map(LoadStreams::line).orElseGet(() -> new LoadConnection(plan));
            threads.add(Thread.ofVirtual().name("load-" + i).start(() -> drive(line)));
        }
    }

    /** Begins at once. */
    public static LoadClient start(LoadPlan plan) {
        return new LoadClient(plan);
    }

    /** What has been seen so far. */
    public LoadReport report() {
        return tally.report();
    }

    /** Lets requests that are under way end, begins no more, and tells what was seen. */
    public LoadReport stop() throws InterruptedException {
        stop.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return report();
    }

    @Override
    public void close() throws InterruptedException {
        stop();
        streams.ifPresent(LoadStreams::close);
    }

    private void drive(LoadLine line) {
        try (line) {
            long next = number.getAndIncrement();
            while (due(next)) {
                ask(line, next);
                next = number.getAndIncrement();
            }
        } catch (IOException e) {
            tally.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(LoadLine line, long request) throws InterruptedException {
        long from = plan.ratePerSecond() == 0 ? System.nanoTime() : dueAt(request);
        try {
            Instant sent = Instant.now();
            tally.answered(askTwice(line, plan.path(request)), sent, System.nanoTime() - from);
        } catch (IOException | RuntimeException e) {
            tally.failed(e);
        }
    }

    private LoadLine.Answer askTwice(LoadLine line, String path) throws IOException, InterruptedException {
        try {
            return line.get(path);
        } catch (LoadLine.StaleConnection e) {
            tally.reconnected();
            return line.get(path);
        }
    }

    /** Waits until the request is due; false when the load is over. */
    private boolean due(long request) {
        long wait = plan.ratePerSecond() == 0 ? 0 : Math.max(0, dueAt(request) - System.nanoTime());
        try {
            return !stop.await(wait, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long dueAt(long request) {
        return start + (long) (request * (TimeUnit.SECONDS.toNanos(1) / plan.ratePerSecond()));
    }
}
