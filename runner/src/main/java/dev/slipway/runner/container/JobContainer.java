package dev.slipway.runner.container;

import dev.slipway.containers.Containers;
import dev.slipway.containers.Exec;
import dev.slipway.containers.ExecPlan;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.file.MountTable;
import dev.slipway.runner.host.JobProcesses;
import dev.slipway.runner.host.OutputLines;
import dev.slipway.runner.host.Place;
import dev.slipway.runner.host.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running container that the steps of a job run in. The engine can start a program in it and cannot signal it. So
 * each program has a mark in its environment, by which a shell in there finds it later, the oldest process with that
 * mark, and signals its process group. No shell stands before the program: most drop the variables whose names are no
 * words of theirs, such as the inputs of actions ({@code INPUT_NODE-VERSION}). What leaves the group lives until the
 * container is removed at the end of the job.
 */
public final class JobContainer implements Place {

    private static final Logger LOG = LoggerFactory.getLogger(JobContainer.class);
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final String MARK = "SLIPWAY_PROGRAM";

    /** The mark is $0, the signal $1. A process's start is the 20th word behind its name, which may hold spaces. */
    private static final String KILL = """
            oldest= since=
            for process in /proc/[0-9]*; do
              case "$(tail -c +1 "$process/environ" 2>/dev/null)" in *"$0"*) ;; *) continue ;; esac
              signal=$1 stat=$(tail -c +1 "$process/stat" 2>/dev/null) || continue
              set -- ${stat##*) }
              start=${20}
              set -- "$signal"
              if [ -z "$since" ] || [ "$start" -lt "$since" ]; then oldest=${process#/proc/} since=$start; fi
            done
            [ -z "$oldest" ] || kill "-$1" "-$oldest" 2>/dev/null || kill -s "$1" -- "-$oldest"
            """;

    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final Duration AFTER_KILL = Duration.ofSeconds(30);
    private static final int KILLED = 137;

    private final Containers containers;
    private final String id;
    private final MountTable mounts;
    private final Map<String, String> environment;
    private @Nullable String node;

    /**
     * @param id of the running container
     * @param environment that its programs have
     */
    public JobContainer(Containers containers, String id, MountTable mounts, Map<String, String> environment) {
        this.containers = containers;
        this.id = id;
        this.mounts = mounts;
        this.environment = new HashMap<>(environment);
        this.environment.putIfAbsent("PATH", USUAL_PATH);
    }

    @Override
    public MountTable mounts() {
        return mounts;
    }

    @Override
    public String path(Path file) {
        return mounts.inside(file).orElse(file.toString());
    }

    @Override
    public Optional<Path> file(String path) {
        return mounts.outside(path);
    }

    @Override
    public String translated(String text) {
        return mounts.translated(text);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Shell shell(Optional<String> name, String searchPath) {
        return Shell.inContainer(name);
    }

    @Override
    public synchronized String node() throws InterruptedException {
        if (node == null) {
            node = findNode();
        }
        return node;
    }

    private String findNode() throws InterruptedException {
        for (String candidate : List.of(JobFolders.NODE, "node")) {
            if (runs(candidate)) {
                return candidate;
            }
        }
        throw Problem.of(
                Problem.Kind.UNAVAILABLE,
                "no-node-in-container",
                "no JavaScript action can run in the job's container: it has no Node.js, and that of this host does not"
                        + " run in there (another C library, a Node.js in several packages such as Debian's, or this host has"
                        + " none)",
                "use an image that has node, or one with glibc on a host that has node");
    }

    /** One that lacks a part of itself, as Debian's does in other images, still tells its version. */
    private boolean runs(String program) throws InterruptedException {
        ExecPlan plan = new ExecPlan(List.of(program, "-e", "0"), Map.of(), "/");
        try {
            return containers
                            .exec(id, plan, OutputStream.nullOutputStream())
                            .exitCode()
                            .get()
                    == 0;
        } catch (ExecutionException e) {
            LOG.debug("{} does not run in container {}", program, id, e);
            return false;
        }
    }

    @Override
    public int run(Command command, OutputLines.Taker output, CompletableFuture<?> stop, CompletableFuture<Void> forced)
            throws IOException, InterruptedException {
        String mark = UUID.randomUUID().toString();
        try (OutputLines lines = OutputLines.to(output)) {
            Exec exec = containers.exec(id, marked(command, mark), lines);
            try (AutoCloseable _ = exec.streams()) {
                CompletableFuture.anyOf(exec.exitCode(), stop).get();
                int code = exec.exitCode().isDone() ? exec.exitCode().get() : interrupted(mark, exec, forced);
                await(exec.output());
                return code;
            }
        } catch (ExecutionException e) {
            throw new IOException("the container engine lost a program of the job's container", e.getCause());
        } catch (InterruptedException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the output of a program could not be closed", e);
        }
    }

    private static ExecPlan marked(Command command, String mark) {
        Map<String, String> environment = new HashMap<>(command.environment());
        environment.put(MARK, mark);
        return new ExecPlan(command.argv(), environment, command.directory());
    }

    private int interrupted(String mark, Exec exec, CompletableFuture<Void> forced)
            throws InterruptedException, ExecutionException {
        if (!forced.isDone()) {
            signal(mark, "INT");
            if (ended(exec, forced, JobProcesses.AFTER_INTERRUPT)) {
                return exec.exitCode().get();
            }
        }
        if (!forced.isDone()) {
            signal(mark, "TERM");
            if (ended(exec, forced, JobProcesses.AFTER_TERM)) {
                return exec.exitCode().get();
            }
        }
        signal(mark, "KILL");
        return killed(exec);
    }

    private int killed(Exec exec) throws InterruptedException, ExecutionException {
        try {
            return exec.exitCode().get(AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException lost) {
            LOG.warn("a program in container {} has given up its environment and ends with the container", id);
            return KILLED;
        }
    }

    private static boolean ended(Exec exec, CompletableFuture<Void> forced, Duration limit)
            throws InterruptedException, ExecutionException {
        try {
            CompletableFuture.anyOf(exec.exitCode(), forced).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            LOG.debug("a program goes on after a signal");
        }
        return exec.exitCode().isDone();
    }

    private void signal(String mark, String signal) throws InterruptedException, ExecutionException {
        ExecPlan kill = new ExecPlan(List.of("sh", "-c", KILL, MARK + "=" + mark, signal), Map.of(), "/");
        containers.exec(id, kill, OutputStream.nullOutputStream()).exitCode().get();
    }

    private static void await(CompletableFuture<Void> output) throws InterruptedException, ExecutionException {
        try {
            output.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException heldOpen) {
            LOG.debug("something that the step left running still holds its output");
        }
    }
}
