package dev.slipway.kernel.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process together with all that it started. Each tree is born as the leader of a session of its own, so that a
 * Ctrl-C for Slipway does not reach it and so that children whose parent has died are still found by their session.
 */
public final class ProcessTree {

    private static final Optional<Path> SETSID = firstExecutable("/usr/bin/setsid", "/bin/setsid");

    private ProcessTree() {}

    /**
     * Starts the command, given as argv, as the leader of a new session where the machine can make one.
     *
     * @throws IOException when the program cannot be started
     */
    public static Process start(ProcessBuilder command) throws IOException {
        List<String> argv = command.command();
        if (SETSID.isPresent()) {
            List<String> wrapped = new ArrayList<>();
            wrapped.add(SETSID.get().toString());
            wrapped.add("--");
            wrapped.addAll(argv);
            command.command(wrapped);
        }
        try {
            return command.start();
        } finally {
            command.command(argv);
        }
    }

    /**
     * Asks the whole tree to end, waits for it, and kills what is left when the grace is over. Returns when nothing of
     * the tree is alive, or after one more second if something cannot be killed.
     *
     * @param grace time between TERM and KILL
     * @return true when the tree ended by itself within the grace
     */
    public static boolean end(ProcessHandle leader, Duration grace) throws InterruptedException {
        signal(leader, Signal.TERM);
        if (awaitEnd(leader, grace)) {
            return true;
        }
        signal(leader, Signal.KILL);
        awaitEnd(leader, Duration.ofSeconds(1));
        return false;
    }

    /** Sends one signal to every living member of the tree. */
    public static void signal(ProcessHandle leader, Signal signal) {
        for (ProcessHandle member : members(leader)) {
            if (signal == Signal.KILL) {
                member.destroyForcibly();
            } else if (signal == Signal.TERM) {
                member.destroy();
            } else {
                send(member.pid(), signal);
            }
        }
    }

    /** The living members: descendants by parent, and those of the leader's session whose parents are gone. */
    public static List<ProcessHandle> members(ProcessHandle leader) {
        return members(List.of(leader));
    }

    /** The living members of several trees, found by one look at the machine's processes. */
    public static List<ProcessHandle> members(Collection<ProcessHandle> leaders) {
        return members(leaders, Long.MAX_VALUE, _ -> false);
    }

    /**
     * The same, with those processes that belong to them by another sign. No process is asked about that is older than the
     * trees: a machine has many, and the question may be dear.
     *
     * @param since when the first of the trees began, in clock ticks since boot
     * @param sign whether the process of a pid belongs to them
     */
    public static List<ProcessHandle> members(Collection<ProcessHandle> leaders, long since, LongPredicate sign) {
        Set<ProcessHandle> members = new LinkedHashSet<>(leaders);
        leaders.stream()
                .filter(ProcessHandle::isAlive)
                .flatMap(ProcessTree::descendants)
                .forEach(members::add);
        ProcessTable table = ProcessTable.read();
        Set<Long> pids = leaders.stream()
                .filter(leader -> !reused(leader, table))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
        Set<Long> found = table.below(pids);
        table.entries().forEach((pid, entry) -> {
            if (entry.startTicks() >= since && !found.contains(pid) && sign.test(pid)) {
                found.add(pid);
            }
        });
        found.forEach(pid -> ProcessHandle.of(pid).ifPresent(members::add));
        return members.stream().filter(ProcessTree::running).toList();
    }

    /** Where there is a procfs, the table knows the descendants. */
    private static Stream<ProcessHandle> descendants(ProcessHandle leader) {
        return Files.isDirectory(Path.of("/proc/self")) ? Stream.empty() : leader.descendants();
    }

    /** Whether its pid, and so the session of that number, belongs to a later process. */
    private static boolean reused(ProcessHandle leader, ProcessTable table) {
        ProcessTable.Entry holder = table.entries().get(leader.pid());
        return holder != null && !holder.zombie() && !leader.isAlive();
    }

    /** Whether it runs: alive, and no zombie that only waits for its parent to collect it. */
    public static boolean running(ProcessHandle process) {
        return process.isAlive()
                && !ProcessTable.entry(process.pid())
                        .map(ProcessTable.Entry::zombie)
                        .orElse(false);
    }

    /** Whether a signal has stopped it, so that it does nothing until another one lets it go on; false without a procfs. */
    public static boolean stopped(long pid) {
        return ProcessTable.entry(pid).map(ProcessTable.Entry::stopped).orElse(false);
    }

    private static boolean awaitEnd(ProcessHandle leader, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            List<ProcessHandle> left = members(leader);
            long remaining = deadline - System.nanoTime();
            if (left.isEmpty() || remaining <= 0) {
                return left.isEmpty();
            }
            awaitExit(left.getFirst(), remaining);
        }
    }

    private static void awaitExit(ProcessHandle process, long nanos) throws InterruptedException {
        try {
            process.onExit().get(Math.min(nanos, TimeUnit.MILLISECONDS.toNanos(200)), TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.TimeoutException stillRunning) {
            // The caller looks again: another member may have ended, or a zombie may never be reaped by its parent.
            return;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
        }
    }

    /**
     * When the process started, in clock ticks since boot: with the pid it names a process for as long as the machine
     * is up, where the pid alone may have been given to another.
     *
     * @return absent when there is no such process, or no procfs
     */
    public static Optional<Long> startTicks(long pid) {
        return ProcessTable.entry(pid).map(ProcessTable.Entry::startTicks);
    }

    private static void send(long pid, Signal signal) {
        try {
            new ProcessBuilder("kill", "-" + signal.name(), Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Path> firstExecutable(String... paths) {
        return java.util.Arrays.stream(paths)
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The signals that Slipway sends. */
    public enum Signal {
        INT,
        TERM,
        KILL
    }
}
