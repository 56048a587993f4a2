package dev.slipway.server.run;

import dev.slipway.runner.host.CancelToken;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The places in which legs run on this host: first come, first served, each on a thread of its own. */
final class Slots implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
    private static final Duration LAST_GRACE = Duration.ofSeconds(10);

    private final LegRunner runner;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Work> waiting = new ArrayDeque<>();
    private final Set<Thread> busy = new LinkedHashSet<>();
    private boolean closed;

    Slots(LegRunner runner, int most) {
        this.runner = runner;
        this.most = most;
    }

    /** One leg that may run. Both methods are called on the slot's own thread. */
    interface Work {

        /** Says whether it still wants to run, and notes that it does. */
        boolean begin(CancelToken token);

        void run(CancelToken token, LegRunner runner) throws InterruptedException;
    }

    void submit(Work work) {
        lock.lock();
        try {
            waiting.add(work);
            fill();
        } finally {
            lock.unlock();
        }
    }

    private void fill() {
        while (!closed && busy.size() < most && !waiting.isEmpty()) {
            Work work = waiting.poll();
            Thread thread = Thread.ofVirtual().name("leg").unstarted(() -> occupy(work));
            busy.add(thread);
            thread.start();
        }
    }

    private void occupy(Work work) {
        try {
            CancelToken token = new CancelToken();
            if (work.begin(token)) {
                work.run(token, runner);
            }
        } catch (InterruptedException stopping) {
            LOG.info("a leg was interrupted, it starts anew with the server");
        } catch (RuntimeException e) {
            LOG.error("a leg could not be brought to its end", e);
        } finally {
            free();
        }
    }

    private void free() {
        lock.lock();
        try {
            busy.remove(Thread.currentThread());
            fill();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Set<Thread> running;
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            running = Set.copyOf(busy);
        } finally {
            lock.unlock();
        }
        running.forEach(Thread::interrupt);
        try {
            for (Thread thread : running) {
                thread.join(LAST_GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
