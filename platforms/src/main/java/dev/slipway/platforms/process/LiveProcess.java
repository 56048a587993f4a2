package dev.slipway.platforms.process;

import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The running process of an instance with all that descends from it. */
final class LiveProcess implements Life {

    private final ProcessHandle leader;
    private final @Nullable Process child;
    private final String nonce;
    private final Cgroup cgroup;

    /** @param child absent when an earlier life of the control plane started it: then its exit code is unknown */
    LiveProcess(ProcessHandle leader, @Nullable Process child, String nonce, Cgroup cgroup) {
        this.leader = leader;
        this.child = child;
        this.nonce = nonce;
        this.cgroup = cgroup;
    }

    @Override
    public String words() {
        return "process " + leader.pid();
    }

    @Override
    public Optional<Running> process() {
        try {
            return Optional.of(Running.of(leader));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + leader.pid() + " cannot be looked at", e);
        }
    }

    @Override
    public String missing() {
        return cgroup.missing();
    }

    /** All of it is in the instance's own files. */
    @Override
    public List<String> output(int maxLines) {
        return List.of();
    }

    @Override
    public Optional<List<Long>> pids() throws IOException {
        return Optional.of(java.util.stream.Stream.concat(ProcessTree.members(leader).stream(), strays().stream())
                .map(ProcessHandle::pid)
                .distinct()
                .toList());
    }

    @Override
    public void onExit(Consumer<OptionalInt> ended) {
        Thread.ofVirtual().name("exit-" + leader.pid()).start(() -> {
            if (child == null) {
                leader.onExit().join();
                ended.accept(OptionalInt.empty());
            } else {
                ended.accept(OptionalInt.of(child.onExit().join().exitValue()));
            }
        });
    }

    /** A zombie whose parent does not reap it counts as ended: nobody else would notice. */
    @Override
    public boolean runs() {
        return ProcessTree.running(leader);
    }

    /**
     * TERM to all of it, the grace, KILL to what is left.
     *
     * @return true when all of it ended within the grace
     */
    @Override
    public boolean end(Duration grace) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + grace.toNanos();
        strays().forEach(ProcessHandle::destroy);
        boolean graceful = ProcessTree.end(leader, grace);
        List<ProcessHandle> left = strays();
        for (ProcessHandle stray : left) {
            graceful &= awaitExit(stray, Math.max(0, deadline - System.nanoTime()));
        }
        clear();
        return graceful;
    }

    /** Ends at once what the leader has left behind. */
    @Override
    public void clear() throws IOException, InterruptedException {
        kill(strays(), cgroup);
    }

    /** Ends at once what carries the nonce, where no leader is known. */
    static void killCarriers(String nonce, Cgroup cgroup) throws IOException, InterruptedException {
        kill(Nonce.carriers(nonce), cgroup);
    }

    private static void kill(List<ProcessHandle> left, Cgroup cgroup) throws IOException, InterruptedException {
        cgroup.kill();
        left.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : left) {
            awaitExit(process, TimeUnit.SECONDS.toNanos(1));
        }
        cgroup.remove();
    }

    private List<ProcessHandle> strays() throws IOException {
        return Nonce.carriers(nonce).stream()
                .filter(process -> !process.equals(leader))
                .toList();
    }

    private static boolean awaitExit(ProcessHandle process, long nanos) throws InterruptedException {
        try {
            process.onExit().get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
        }
    }
}
