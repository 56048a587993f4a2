package dev.slipway.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Starts programs in a container and learns of their ends. The end of the output is not the end of the program: a daemon
 * that it left holds the output open, and a program may close its output and go on. So the engine's event counts, and the
 * end of the output only when the engine then says that the program has ended.
 */
final class ExecStart {

    /** What is left of a program whose container is gone. */
    private static final int KILLED = 137;

    private final DockerClient client;
    private final String container;

    ExecStart(DockerClient client, String container) {
        this.client = client;
        this.container = container;
    }

    Exec start(ExecPlan plan, OutputStream output) throws InterruptedException {
        String id = create(plan);
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Following<Event> ends = Following.<Event>of(
                        event -> ended(event, id, exitCode),
                        callback -> client.eventsCmd()
                                .withContainerFilter(container)
                                .withEventFilter("exec_die", "exec_died")
                                .exec(callback))
                .begun();
        Following<byte[]> bytes = Following.of(
                chunk -> write(output, chunk),
                callback -> client.execStartCmd(id).exec(new Payloads(callback)));
        var _ = bytes.ended().whenComplete((_, failure) -> {
            if (failure != null) {
                write(output, (Engine.reason(failure) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            Thread.ofVirtual().name("exec-end").start(() -> look(id, exitCode));
        });
        var _ = exitCode.whenComplete((_, _) -> ends.close());
        return new Exec(exitCode, bytes.ended().exceptionally(_ -> null), bytes);
    }

    private String create(ExecPlan plan) {
        try {
            return client.execCreateCmd(container)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withCmd(plan.argv().toArray(String[]::new))
                    .withEnv(Variables.write(plan.env()))
                    .withWorkingDir(plan.workingDirectory())
                    .exec()
                    .getId();
        } catch (RuntimeException e) {
            throw Engine.refused("nothing can be run in the container", e);
        }
    }

    private static void ended(Event event, String id, CompletableFuture<Integer> exitCode) {
        Map<String, String> attributes =
                event.getActor() == null || event.getActor().getAttributes() == null
                        ? Map.of()
                        : event.getActor().getAttributes();
        if (id.equals(attributes.get("execID"))) {
            exitCode.complete(Integer.parseInt(attributes.getOrDefault("exitCode", "0")));
        }
    }

    /** Not on the thread of a stream: that one is told to stop together with its stream. */
    private void look(String id, CompletableFuture<Integer> exitCode) {
        try {
            InspectExecResponse found = client.inspectExecCmd(id).exec();
            if (!Boolean.TRUE.equals(found.isRunning())) {
                Long code = found.getExitCodeLong();
                exitCode.complete(code == null ? KILLED : code.intValue());
            }
        } catch (NotFoundException gone) {
            exitCode.complete(KILLED);
        } catch (RuntimeException e) {
            exitCode.completeExceptionally(e);
        }
    }

    private static void write(OutputStream output, byte[] chunk) {
        try {
            output.write(chunk);
        } catch (IOException e) {
            throw new UncheckedIOException("the output of a program cannot be taken", e);
        }
    }
}
