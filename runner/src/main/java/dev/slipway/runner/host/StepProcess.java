package dev.slipway.runner.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command of a step, from start to end.
 *
 * @param argv program and arguments
 * @param directory where it starts
 * @param environment all of it
 */
public record StepProcess(List<String> argv, Path directory, Map<String, String> environment) {

    private static final Logger LOG = LoggerFactory.getLogger(StepProcess.class);

    /** Reading a pipe holds a thread of the machine; most steps are short, and the next one takes over its thread. */
    private static final Executor READERS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("output-", 0).factory());

    /** How long output is awaited after the end of the process, in case that something it left running holds the pipe. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /**
     * Runs it to its end, or until it must stop; nothing of its tree that still belongs to it is alive afterwards in that
     * case. What a process that ended by itself left running stays, until the job ends.
     *
     * @param stop completes when the step must stop
     * @param forced completes when there is no more time for a gentle stop
     * @return exit code; 128 and more for a signal
     * @throws RuntimeException of the output's taker, when it can take no more; the step is ended as one that must stop
     */
    public int run(
            JobProcesses processes, OutputLines.Taker output, CompletableFuture<?> stop, CompletableFuture<Void> forced)
            throws IOException, InterruptedException {
        ProcessBuilder command =
                new ProcessBuilder(argv).directory(directory.toFile()).redirectErrorStream(true);
        command.environment().clear();
        command.environment().putAll(environment);
        Process process = processes.start(command);
        CompletableFuture<Void> lost = new CompletableFuture<>();
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> drain(process, output, lost), READERS);
        try {
            CompletableFuture.anyOf(process.onExit(), stop, lost).get();
            if (process.isAlive()) {
                processes.interrupt(process, forced);
            }
            int code = process.waitFor();
            await(drained);
            return code;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
        } catch (InterruptedException e) {
            processes.interrupt(process, CompletableFuture.completedFuture(null));
            throw e;
        }
    }

    /** @param lost completes when the output cannot be taken; it is not read any further then */
    private static void drain(Process process, OutputLines.Taker output, CompletableFuture<Void> lost) {
        try (InputStream stream = process.getInputStream()) {
            OutputLines.read(stream, output);
        } catch (IOException e) {
            LOG.debug("output of process {} ended: {}", process.pid(), e.getMessage());
        } catch (RuntimeException notTaken) {
            lost.complete(null);
            throw notTaken;
        }
    }

    private static void await(CompletableFuture<Void> drained) throws InterruptedException {
        try {
            drained.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException heldOpen) {
            LOG.debug("something that the step left running still holds its output");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException notTaken) {
                throw notTaken;
            }
            throw new IllegalStateException("reading output failed", e);
        }
    }
}
