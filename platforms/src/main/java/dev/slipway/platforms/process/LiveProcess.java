package dev.slipway.platforms.process;

import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The running process of an instance with all that descends from it. */
final class LiveProcess {

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

    ProcessHandle leader() {
        return leader;
    }

    /** All that belongs to it. */
    List<Long> pids() throws IOException {
        return java.util.stream.Stream.concat(ProcessTree.members(leader).stream(), strays().stream())
                .map(ProcessHandle::pid)
                .distinct()
                .toList();
    }

    /** Calls once when the leader has ended, with its exit code when that can be known. */
    void onExit(Consumer<OptionalInt> ended) {
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
    boolean leaderRuns() {
        return ProcessTree.members(leader).contains(leader);
    }

    /**
     * TERM to all of it, the grace, KILL to what is left.
     *
     * @return true when all of it ended within the grace
     */
    boolean end(Duration grace) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + grace.toNanos();
        strays().forEach(ProcessHandle::destroy);
        boolean graceful = ProcessTree.end(leader, grace);
        List<ProcessHandle> left = strays();
        for (ProcessHandle stray : left) {
            graceful &= awaitExit(stray, Math.max(0, deadline - System.nanoTime()));
        }
        killStrays();
        return graceful;
    }

    /** Ends at once what the leader has left behind. */
    void killStrays() throws IOException, InterruptedException {
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
