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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running container that the steps of a job run in. The engine can start a program in it and cannot signal it, so
 * each program first writes down its process id, as the container counts; a later call of {@code kill} in there signals
 * its process group. What leaves that group lives until the container is removed at the end of the job.
 */
public final class JobContainer implements Place {

    private static final Logger LOG = LoggerFactory.getLogger(JobContainer.class);
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final String BEGIN = "echo $$ > \"$0\"; exec \"$@\"";
    private static final String KILL = "kill -$0 -$1 2>/dev/null || kill -s $0 -- -$1";
    private static final Duration DRAIN = Duration.ofSeconds(2);

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
        Path pid = command.scratch().resolve("pid");
        try (OutputLines lines = OutputLines.to(output)) {
            Exec exec = containers.exec(id, wrapped(command, pid), lines);
            try (AutoCloseable _ = exec.streams()) {
                CompletableFuture.anyOf(exec.exitCode(), stop).get();
                if (!exec.exitCode().isDone()) {
                    interrupt(pid, exec, forced);
                }
                int code = exec.exitCode().get();
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

    private ExecPlan wrapped(Command command, Path pid) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", BEGIN, path(pid)));
        argv.addAll(command.argv());
        return new ExecPlan(argv, command.environment(), command.directory());
    }

    private void interrupt(Path pid, Exec exec, CompletableFuture<Void> forced)
            throws IOException, InterruptedException, ExecutionException {
        if (!forced.isDone()) {
            signal(pid, "INT");
            if (ended(exec, forced, JobProcesses.AFTER_INTERRUPT)) {
                return;
            }
        }
        if (!forced.isDone()) {
            signal(pid, "TERM");
            if (ended(exec, forced, JobProcesses.AFTER_TERM)) {
                return;
            }
        }
        signal(pid, "KILL");
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

    private void signal(Path pid, String signal) throws IOException, InterruptedException, ExecutionException {
        String process = Files.isRegularFile(pid) ? Files.readString(pid).strip() : "";
        if (process.matches("\\d+")) {
            ExecPlan kill = new ExecPlan(List.of("sh", "-c", KILL, signal, process), Map.of(), "/");
            containers
                    .exec(id, kill, OutputStream.nullOutputStream())
                    .exitCode()
                    .get();
        }
    }

    private static void await(CompletableFuture<Void> output) throws InterruptedException, ExecutionException {
        try {
            output.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException heldOpen) {
            LOG.debug("something that the step left running still holds its output");
        }
    }
}
