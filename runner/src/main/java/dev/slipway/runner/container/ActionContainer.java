package dev.slipway.runner.container;

import dev.slipway.containers.ContainerPlan;
import dev.slipway.containers.Containers;
import dev.slipway.containers.Engine;
import dev.slipway.containers.Following;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.file.MountTable;
import dev.slipway.runner.host.JobProcesses;
import dev.slipway.runner.host.OutputLines;
import dev.slipway.runner.host.Place;
import dev.slipway.runner.host.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image that is an action: every program that is run there gets a container of its own, which is removed when it ends.
 *
 * @param job id of the job
 * @param labels that mark what is the job's
 * @param image reference or id
 * @param entrypoint instead of the image's own
 * @param mounts folders of the job, as actions see them
 * @param network of the job's other containers
 * @param hosts addresses by names that the action needs to know
 */
public record ActionContainer(
        Engine engine,
        String job,
        Map<String, String> labels,
        String image,
        Optional<String> entrypoint,
        MountTable mounts,
        String network,
        Map<String, String> hosts)
        implements Place {

    private static final Logger LOG = LoggerFactory.getLogger(ActionContainer.class);

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
        return Map.of();
    }

    @Override
    public Shell shell(Optional<String> name, String searchPath) {
        throw Problem.of(
                Problem.Kind.INTERNAL, "no-shell", "an image that is an action runs no scripts", "tell us how it came");
    }

    @Override
    public String node() {
        throw Problem.of(
                Problem.Kind.INTERNAL, "no-node", "an image that is an action runs no scripts", "tell us how it came");
    }

    @Override
    public int run(Command command, OutputLines.Taker output, CompletableFuture<?> stop, CompletableFuture<Void> forced)
            throws InterruptedException {
        Containers containers = engine.containers();
        String id = containers.create(plan(command));
        try (OutputLines lines = OutputLines.to(output);
                Following<byte[]> attached = containers.attach(id, chunk -> lines.write(chunk, 0, chunk.length))) {
            CompletableFuture<Integer> ended = started(containers, id);
            CompletableFuture.anyOf(ended, stop).get();
            if (!ended.isDone()) {
                interrupt(containers, id, ended, forced);
            }
            int code = ended.get();
            drain(attached);
            return code;
        } catch (ExecutionException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "engine-lost",
                    "the container engine lost the action's container: " + e.getCause(),
                    "is the engine running?",
                    e);
        } finally {
            containers.remove(id);
        }
    }

    private static CompletableFuture<Integer> started(Containers containers, String id) {
        containers.start(id);
        return containers.whenEnded(id);
    }

    private ContainerPlan plan(Command command) {
        return ContainerPlan.of(image, JobLabels.name(job, "action"))
                .entrypoint(entrypoint)
                .command(command.argv())
                .workingDirectory(command.directory())
                .env(command.environment())
                .labels(labels)
                .mounts(mounts.mounts())
                .network(network)
                .hosts(hosts)
                .plan();
    }

    private static void interrupt(
            Containers containers, String id, CompletableFuture<Integer> ended, CompletableFuture<Void> forced)
            throws InterruptedException, ExecutionException {
        if (!forced.isDone()) {
            containers.signal(id, "INT");
            await(ended, forced, JobProcesses.AFTER_INTERRUPT);
        }
        if (!ended.isDone() && !forced.isDone()) {
            containers.signal(id, "TERM");
            await(ended, forced, JobProcesses.AFTER_TERM);
        }
        if (!ended.isDone()) {
            containers.signal(id, "KILL");
        }
    }

    private static void await(CompletableFuture<Integer> ended, CompletableFuture<Void> forced, Duration limit)
            throws InterruptedException, ExecutionException {
        try {
            CompletableFuture.anyOf(ended, forced).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            LOG.debug("an action goes on after a signal");
        }
    }

    private static void drain(Following<byte[]> attached) throws InterruptedException, ExecutionException {
        try {
            attached.ended().get(JobProcesses.AFTER_TERM.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.debug("the engine did not end the output of a container that has ended");
        }
    }
}
