package dev.slipway.runner;

import dev.slipway.actions.plan.Conclusion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The steps of a job that run beside the others, after BackgroundStepCoordinator.cs of GitHub's runner.
 *
 * <p>At most ten run at a time, the others wait for a place in their order. What such a step sets for the steps after it
 * (variables, search path, outputs, outcome) is seen by them once it has been waited for or cancelled, never in the middle
 * of another step. A step that nobody waits for is waited for before the post steps. Its failure fails the step that waits
 * for it, and the job at the latest in the end; a step that another one has cancelled on purpose fails nothing.
 */
final class BackgroundSteps implements AutoCloseable {

    /** As in GitHub's runner (DefaultMaxBackgroundSteps). */
    static final int MOST = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Beside> known = new LinkedHashMap<>();
    private final Deque<Beside> queued = new ArrayDeque<>();
    private final Set<Thread> threads = new LinkedHashSet<>();
    private int busy;

    /** One of them. Only the job's own thread looks at the flags. */
    private static final class Beside {

        private final StepRunner runner;
        private final StepRunner.Ready ready;
        private boolean cancelled;
        private boolean handedOver;

        Beside(StepRunner runner, StepRunner.Ready ready) {
            this.runner = runner;
            this.ready = ready;
        }

        CompletableFuture<StepResult> end() {
            return runner.end();
        }
    }

    /** Starts a step whose condition holds, as soon as there is a place. */
    void start(StepRunner runner, StepRunner.Ready ready) {
        Beside beside = new Beside(runner, ready);
        known.put(key(runner.key()), beside);
        lock.lock();
        try {
            queued.add(beside);
            fill();
        } finally {
            lock.unlock();
        }
    }

    private static String key(String step) {
        return step.toLowerCase(Locale.ROOT);
    }

    private void fill() {
        while (busy < MOST && !queued.isEmpty()) {
            Beside next = queued.poll();
            busy++;
            Thread thread = Thread.ofVirtual().name("background-step").unstarted(() -> occupy(next));
            threads.add(thread);
            thread.start();
        }
    }

    private void occupy(Beside beside) {
        try {
            beside.runner.perform(beside.ready);
        } catch (InterruptedException | RuntimeException e) {
            beside.end().completeExceptionally(e);
        } finally {
            free();
        }
    }

    private void free() {
        lock.lock();
        try {
            busy--;
            threads.remove(Thread.currentThread());
            fill();
        } finally {
            lock.unlock();
        }
    }

    /** Those of the given keys that were started, skipped ones are not among them. */
    List<String> started(Collection<String> steps) {
        return steps.stream().filter(step -> known.containsKey(key(step))).toList();
    }

    /** Keys of those that nobody has waited for. */
    List<String> open() {
        return known.values().stream()
                .filter(beside -> !beside.handedOver)
                .map(beside -> beside.runner.key())
                .toList();
    }

    /**
     * Waits for these, and lets the job see what they brought.
     *
     * @return the worst of how they ended
     */
    Conclusion await(Collection<String> steps) throws InterruptedException {
        List<Conclusion> ends = new ArrayList<>();
        for (String step : steps) {
            Beside beside = known.get(key(step));
            if (beside != null) {
                ends.add(await(beside));
            }
        }
        return worst(ends);
    }

    private static Conclusion await(Beside beside) throws InterruptedException {
        try {
            StepResult result = beside.end().get();
            if (!beside.handedOver) {
                beside.handedOver = true;
                beside.runner.handOver(result);
            }
            return result.conclusion();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                InterruptedException stopping = new InterruptedException("a background step was interrupted");
                stopping.initCause(e);
                throw stopping;
            }
            throw new IllegalStateException("a background step could not be brought to its end", e);
        }
    }

    private static Conclusion worst(Collection<Conclusion> ends) {
        return ends.contains(Conclusion.CANCELLED)
                ? Conclusion.CANCELLED
                : ends.contains(Conclusion.FAILURE) ? Conclusion.FAILURE : Conclusion.SUCCESS;
    }

    /** Ends a step, whether it runs or waits for its place, and waits until it has ended. */
    void cancel(String step) throws InterruptedException {
        Beside beside = known.get(key(step));
        if (beside == null) {
            return;
        }
        beside.cancelled = true;
        beside.runner.abort();
        if (leavesQueue(beside)) {
            beside.runner.perform(beside.ready);
        }
        await(beside);
    }

    private boolean leavesQueue(Beside beside) {
        lock.lock();
        try {
            return queued.remove(beside);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for all that nobody has waited for; says how those ended that were not cancelled on purpose. */
    Conclusion finish() throws InterruptedException {
        List<Conclusion> ends = new ArrayList<>();
        for (Beside beside : known.values()) {
            Conclusion end = await(beside);
            if (!(beside.cancelled && end == Conclusion.CANCELLED)) {
                ends.add(end);
            }
        }
        return worst(ends);
    }

    /** Interrupts what still runs, which ends its processes. */
    @Override
    public void close() {
        List<Thread> left;
        lock.lock();
        try {
            queued.clear();
            left = List.copyOf(threads);
        } finally {
            lock.unlock();
        }
        left.forEach(Thread::interrupt);
    }
}
