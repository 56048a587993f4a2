package dev.slipway.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Frame;
import dev.slipway.kernel.Problem;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The containers of an engine. */
public final class Containers {

    private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

    private final DockerClient client;

    Containers(DockerClient client) {
        this.client = client;
    }

    /**
     * Makes a container without starting it; its id.
     *
     * @throws Problem of kind CONFLICT, code {@code container-name-taken}, when there is one of that name
     */
    public String create(ContainerPlan plan) {
        try {
            return new CreateDraft(client.createContainerCmd(plan.image()))
                    .describe(plan)
                    .exec()
                    .getId();
        } catch (ConflictException e) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "container-name-taken",
                    "there is a container " + plan.name() + " already",
                    "remove it, or use another name",
                    e);
        } catch (Problem e) {
            throw e;
        } catch (RuntimeException e) {
            throw Engine.refused("a container of " + plan.image() + " cannot be made", e);
        }
    }

    /** Starts it; one that runs already is fine. */
    public void start(String id) {
        try {
            client.startContainerCmd(id).exec();
        } catch (NotModifiedException running) {
            LOG.debug("container {} runs already", id);
        } catch (RuntimeException e) {
            throw Engine.refused("the container cannot be started", e);
        }
    }

    /** Absent when there is none of that id or name. */
    public Optional<ContainerView> find(String idOrName) {
        try {
            InspectContainerResponse found =
                    client.inspectContainerCmd(idOrName).exec();
            return Optional.of(Views.of(found));
        } catch (NotFoundException gone) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw Engine.refused("the container " + idOrName + " cannot be looked at", e);
        }
    }

    /** Those that carry all of these labels, also of those that have ended. */
    public List<Labelled> list(Map<String, String> labels) {
        return client.listContainersCmd().withShowAll(true).withLabelFilter(Labels.filters(labels)).exec().stream()
                .map(found -> new Labelled(
                        found.getId(), found.getLabels() == null ? Map.of() : Map.copyOf(found.getLabels())))
                .toList();
    }

    /** Asks it to end with its stop signal, kills it after the grace, and returns when it has ended. */
    public void stop(String id, Duration grace) {
        try {
            client.stopContainerCmd(id)
                    .withTimeout(Math.toIntExact(grace.plusMillis(999).toSeconds()))
                    .exec();
        } catch (NotFoundException | NotModifiedException ended) {
            LOG.debug("container {} has ended already", id);
        }
    }

    /**
     * Sends a signal; to a container that has ended it is not sent, which Docker answers with 409 and Podman with 500.
     *
     * @param signal such as {@code TERM}
     */
    public void signal(String id, String signal) {
        try {
            client.killContainerCmd(id).withSignal(signal).exec();
        } catch (NotFoundException | ConflictException ended) {
            LOG.debug("container {} has ended already", id);
        } catch (RuntimeException e) {
            if (e instanceof InternalServerErrorException
                    && find(id).filter(ContainerView::running).isEmpty()) {
                LOG.debug("container {} has ended already", id);
                return;
            }
            throw Engine.refused("the container cannot be sent " + signal, e);
        }
    }

    /** Kills it where it runs, and removes it with its nameless volumes; one that is gone is fine. */
    public void remove(String id) {
        try {
            client.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException gone) {
            LOG.debug("container {} is gone already", id);
        } catch (ConflictException goingAlready) {
            LOG.debug("container {} is being removed already", id);
        } catch (RuntimeException e) {
            throw Engine.refused("the container " + id + " cannot be removed", e);
        }
    }

    /**
     * Reads what it writes, from its start on.
     *
     * @param follow whether to go on until it ends
     */
    public Following<byte[]> output(String id, boolean follow, Consumer<byte[]> bytes) {
        return Following.of(bytes, callback -> log(id, follow).exec(payloads(callback)));
    }

    /** Reads the last lines of what it has written. */
    public Following<byte[]> tail(String id, int lines, Consumer<byte[]> bytes) {
        return Following.of(bytes, callback -> log(id, false).withTail(lines).exec(payloads(callback)));
    }

    /** The same, each piece with its time before it, in RFC 3339: a line, or a part of one that is long. */
    public Following<byte[]> timedTail(String id, int lines, Consumer<byte[]> pieces) {
        return Following.of(
                pieces,
                callback -> log(id, false).withTail(lines).withTimestamps(true).exec(payloads(callback)));
    }

    private LogContainerCmd log(String id, boolean follow) {
        return client.logContainerCmd(id).withStdOut(true).withStdErr(true).withFollowStream(follow);
    }

    private static com.github.dockerjava.api.async.ResultCallback<Frame> payloads(
            com.github.dockerjava.api.async.ResultCallback<byte[]> target) {
        return new Payloads(target);
    }

    /** Connects to what it writes from now on; to be called before it is started, so that nothing is missed. */
    public Following<byte[]> attach(String id, Consumer<byte[]> bytes) throws InterruptedException {
        try {
            return Following.<byte[]>of(
                            bytes,
                            callback -> client.attachContainerCmd(id)
                                    .withStdOut(true)
                                    .withStdErr(true)
                                    .withFollowStream(true)
                                    .exec(payloads(callback)))
                    .begun();
        } catch (RuntimeException e) {
            throw Engine.refused("the output of the container cannot be read", e);
        }
    }

    /** Completes with the exit code when it has ended; at once when it has already. */
    public CompletableFuture<Integer> whenEnded(String id) {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Following<com.github.dockerjava.api.model.WaitResponse> waiting = Following.of(
                response -> ended.complete(response.getStatusCode()),
                callback -> client.waitContainerCmd(id).exec(callback));
        var _ = waiting.ended().whenComplete((_, failure) -> {
            if (failure == null) {
                ended.completeExceptionally(new IllegalStateException("the engine ended the wait for " + id));
            } else {
                ended.completeExceptionally(failure);
            }
        });
        var _ = ended.whenComplete((_, _) -> waiting.close());
        return ended;
    }

    /**
     * Hears what has happened to a container since it was made, and what happens from now on. Podman begins to answer
     * with the first event only, so nothing waits for the beginning: since the engine tells the past too, by its own
     * clock, nothing is missed.
     *
     * @param happening takes the engine's words, such as {@code die} or {@code health_status: healthy}
     */
    public Following<?> events(ContainerView container, Consumer<String> happening) {
        return Following.<Event>of(
                event -> happening.accept(String.valueOf(event.getAction())),
                callback -> client.eventsCmd()
                        .withContainerFilter(container.id())
                        .withSince(Long.toString(container.created().getEpochSecond()))
                        .exec(callback));
    }

    /** Starts a program inside of a running container. */
    public Exec exec(String id, ExecPlan plan, OutputStream output) throws InterruptedException {
        return new ExecStart(client, id).start(plan, output);
    }
}
