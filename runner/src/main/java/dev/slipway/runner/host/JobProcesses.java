package dev.slipway.runner.host;

import dev.slipway.kernel.process.ProcessTree;
import dev.slipway.runner.wall.Room;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All processes of one job, and the power to end them. A job's processes are known by three signs, any one of which is
 * enough: they descend from a step's process, they sit in the job's cgroup, or they carry its id in the environment
 * variable that GitHub's runner uses for the same purpose. So a daemon that left its session is found as well.
 */
public final class JobProcesses {

    /** How long a step has to end by itself after an interrupt, as on GitHub's runners. */
    public static final Duration AFTER_INTERRUPT = Duration.ofMillis(7500);

    /** How long it then has after a TERM. */
    public static final Duration AFTER_TERM = Duration.ofMillis(2500);

    /** How long its end may then take to be told. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(JobProcesses.class);
    private static final String TRACKING = "RUNNER_TRACKING_ID";
    private static final Path PROC = Path.of("/proc");
    private static final int KILL_ROUNDS = 50;

    private final String job;
    private final Optional<JobControlGroup> group;
    private final Optional<Room> room;
    private final List<Process> started = new CopyOnWriteArrayList<>();

    /** Set once, before the first program. */
    private final AtomicReference<@Nullable JobShell> shell = new AtomicReference<>();

    /** When the first of them began, in clock ticks since boot; 0 while that is not known. */
    private volatile long since;

    private JobProcesses(String job, Optional<JobControlGroup> group, Optional<Room> room) {
        this.job = job;
        this.group = group;
        this.room = room;
    }

    /**
     * @param job id that no other job on this host has had
     */
    public static JobProcesses of(String job) {
        return of(job, JobLimits.NONE);
    }

    /** @param limits of all its processes together, as far as this host can hold them */
    public static JobProcesses of(String job, JobLimits limits) {
        return of(job, limits, Optional.empty());
    }

    /** @param room that they run in */
    public static JobProcesses of(String job, JobLimits limits, Optional<Room> room) {
        return new JobProcesses(job, JobControlGroup.create(job, limits), room);
    }

    /** What is left of a job that another process started, for example before a crash. */
    public static JobProcesses leftOver(String job) {
        return new JobProcesses(job, JobControlGroup.existing(job), Optional.empty());
    }

    /** What marks a process as one of this job; part of every step's environment. */
    public Map<String, String> marks() {
        return Map.of(TRACKING, trackingId());
    }

    private String trackingId() {
        return "github_" + job;
    }

    /**
     * Lets a shell of the job's fork its programs from now on, which pays for a job of several. They are started in the
     * usual way where no control group holds them, where they run in a room, and where the shell cannot be had.
     *
     * @param folder for the shell alone
     * @param environment much like that of the programs
     */
    public void shareShell(Path folder, Map<String, String> environment) {
        if (!held() || room.isPresent()) {
            return;
        }
        Map<String, String> marked = new HashMap<>(environment);
        marked.putAll(marks());
        try {
            JobShell.start(group.orElseThrow().doors(), Files.createDirectories(folder), marked)
                    .ifPresent(started -> {
                        note(started.process());
                        shell.set(started);
                    });
        } catch (IOException e) {
            LOG.debug("no shell for job {}, its programs start in the usual way: {}", job, e.toString());
        }
    }

    /** Starts a command as the leader of its own session, inside of the job; its standard input is at its end. */
    public Process start(ProcessBuilder command) throws IOException {
        command.environment().putAll(marks());
        if (room.isEmpty()) {
            Process process = forked(command).orElse(null);
            if (process == null) {
                process = begin(command);
                process.getOutputStream().close();
            }
            return process;
        }
        Room inside = room.get();
        byte[] variables = Room.written(command.environment());
        Process process = begin(wayIn(inside.entering(command.command(), directory(command)), command));
        try (OutputStream in = process.getOutputStream()) {
            in.write(variables);
        } catch (IOException endedAlready) {
            LOG.debug("process {} did not take its variables: {}", process.pid(), endedAlready.toString());
        }
        return process;
    }

    private Optional<Process> forked(ProcessBuilder command) throws IOException {
        JobShell own = shell.get();
        return own == null ? Optional.empty() : own.begin(command);
    }

    /** Whether no program of the job runs; false also where that cannot be known at little cost. */
    public boolean idle() {
        JobShell own = shell.get();
        return own != null && group.filter(cgroup -> own.isAllOf(cgroup.pids())).isPresent();
    }

    /** Starts a program of the runner's own choice in the job's room, with a standard input that the caller writes to. */
    Process startOwn(List<String> argv) throws IOException {
        ProcessBuilder command = new ProcessBuilder(argv);
        return begin(wayIn(room.orElseThrow().entered(argv, Path.of("/")), command));
    }

    private static Path directory(ProcessBuilder command) {
        return Optional.ofNullable(command.directory()).map(File::toPath).orElse(Path.of("/"));
    }

    /** Nothing that the job decides steers the programs that lead into its room: they run as root. */
    private static ProcessBuilder wayIn(List<String> argv, ProcessBuilder asked) {
        ProcessBuilder command = new ProcessBuilder(argv).redirectErrorStream(asked.redirectErrorStream());
        command.environment().clear();
        command.environment().putAll(Room.OWN_VARIABLES);
        return command;
    }

    private Process begin(ProcessBuilder command) throws IOException {
        List<String> argv = command.command();
        try {
            Optional<List<String>> entering = group.flatMap(
                    cgroup -> cgroup.entered(argv, command.environment().keySet()));
            entering.ifPresent(command::command);
            Process process = ProcessTree.start(command);
            note(process);
            if (entering.isEmpty() && group.isPresent()) {
                group.get().add(process.pid());
            }
            return process;
        } finally {
            command.command(argv);
        }
    }

    private void note(Process process) {
        if (started.isEmpty()) {
            since = ProcessTree.startTicks(process.pid()).orElse(0L);
        }
        started.add(process);
    }

    /**
     * Ends one step's tree as a cancel does: INT, after 7.5 s TERM, after 2.5 s more KILL.
     *
     * @param forced ends the two waits early
     */
    public void interrupt(Process process, java.util.concurrent.CompletableFuture<Void> forced)
            throws InterruptedException {
        if (process instanceof ForkedProgram fork) {
            fork.awaitOrderTaken(AFTER_KILL);
        }
        for (ProcessTree.Signal signal : List.of(ProcessTree.Signal.INT, ProcessTree.Signal.TERM)) {
            if (forced.isDone()) {
                break;
            }
            ProcessTree.signal(process.toHandle(), signal);
            if (awaitExit(process, forced, signal == ProcessTree.Signal.INT ? AFTER_INTERRUPT : AFTER_TERM)) {
                break;
            }
        }
        ProcessTree.end(process.toHandle(), Duration.ZERO);
        if (!process.waitFor(AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
    }

    private static boolean awaitExit(
            Process process, java.util.concurrent.CompletableFuture<Void> forced, Duration limit)
            throws InterruptedException {
        try {
            java.util.concurrent.CompletableFuture.anyOf(process.onExit(), forced)
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
        }
        return !process.isAlive();
    }

    /** Kills all that is still alive of the job, and returns how many processes that were. */
    public int killAll() throws InterruptedException {
        Optional.ofNullable(shell.getAndSet(null)).ifPresent(JobShell::close);
        Set<Long> killed = new LinkedHashSet<>();
        group.ifPresent(cgroup -> {
            killed.addAll(cgroup.pids());
            cgroup.kill();
        });
        for (int round = 0; round < KILL_ROUNDS; round++) {
            List<ProcessHandle> alive = alive();
            if (alive.isEmpty()) {
                break;
            }
            for (ProcessHandle process : alive) {
                killed.add(process.pid());
                process.destroyForcibly();
            }
            awaitEnd(alive.getFirst());
        }
        group.ifPresent(JobControlGroup::remove);
        return killed.size();
    }

    private static void awaitEnd(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillDying) {
            LOG.debug("process {} does not end at once", process.pid());
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
        }
    }

    /** True when a control group holds them, which none can leave. */
    public boolean held() {
        return group.filter(JobControlGroup::holds).isPresent();
    }

    /** Limits that were asked for and cannot be held on this host, in words; empty when all are. */
    public String unlimited() {
        return group.map(JobControlGroup::missing).orElse(Set.of()).stream()
                .map(JobLimits.Controller::word)
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    /** True when the kernel has killed a process because the job used more memory than it may. */
    public boolean ranOutOfMemory() {
        return group.filter(JobControlGroup::ranOutOfMemory).isPresent();
    }

    /** Every living process of the job. */
    public List<ProcessHandle> alive() {
        Set<ProcessHandle> found = new LinkedHashSet<>(
                ProcessTree.members(started.stream().map(Process::toHandle).toList(), since, this::isMarked));
        group.ifPresent(
                cgroup -> cgroup.pids().forEach(pid -> ProcessHandle.of(pid).ifPresent(found::add)));
        return found.stream().filter(ProcessTree::running).toList();
    }

    private boolean isMarked(long pid) {
        try {
            String environment =
                    Files.readString(PROC.resolve(Long.toString(pid)).resolve("environ"), StandardCharsets.ISO_8859_1)
                            + '\0';
            return environment.contains(TRACKING + "=" + trackingId() + '\0');
        } catch (IOException endedOrNotOurs) {
            return false;
        }
    }
}
