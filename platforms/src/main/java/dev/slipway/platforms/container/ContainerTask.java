package dev.slipway.platforms.container;

import dev.slipway.containers.ContainerPlan;
import dev.slipway.containers.Containers;
import dev.slipway.containers.Engine;
import dev.slipway.containers.Following;
import dev.slipway.delivery.port.Platform.TaskResult;
import dev.slipway.kernel.Masks;
import dev.slipway.kernel.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one command to its end in a container of its own. */
record ContainerTask(Engine engine, Duration timeout, Collection<String> secrets) {

    /** What timeout(1) says. */
    private static final int TIMED_OUT = 124;

    private static final int OUTPUT_LINES = 200;

    TaskResult run(ContainerPlan plan) throws InterruptedException {
        Containers containers = engine.containers();
        String id = containers.create(plan);
        try {
            containers.start(id);
            int code = containers.whenEnded(id).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new TaskResult(code, output(containers, id));
        } catch (TimeoutException tooLong) {
            return new TaskResult(TIMED_OUT, output(containers, id) + "\nended after " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "engine-lost",
                    "the container engine lost the task's container: " + e.getCause(),
                    "is the engine running?",
                    e);
        } finally {
            containers.remove(id);
        }
    }

    private String output(Containers containers, String id) throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Following<byte[]> output = containers.tail(id, OUTPUT_LINES, bytes::writeBytes)) {
            output.await();
        }
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        return Masks.of(secrets).mask(String.join("\n", lines));
    }
}
