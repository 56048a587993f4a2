package dev.slipway.server.metric;

import dev.slipway.delivery.port.MetricSource.Subject;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.process.ProcessTree;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a program that prints one number. It gets no input and of the server's environment its PATH alone; whatever it
 * starts is ended with it.
 */
final class MetricCommand {

    private static final int MOST_BYTES = 1 << 14;
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** @throws Problem UNAVAILABLE when it cannot be run, fails or takes too long; INVALID when it prints no number */
    double read(List<String> argv, Subject of, Duration timeout) {
        List<String> command = argv.stream().map(of::in).toList();
        try {
            Process process = ProcessTree.start(builder(command, of));
            try {
                CompletableFuture<String> output = read(process);
                return number(command, process, output.get(timeout.toMillis(), TimeUnit.MILLISECONDS), timeout);
            } finally {
                ProcessTree.end(process.toHandle(), GRACE);
            }
        } catch (IOException | ExecutionException e) {
            throw failed(command, "cannot be run: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw failed(command, "took longer than " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(command, "was interrupted", e);
        }
    }

    private static ProcessBuilder builder(List<String> command, Subject of) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH"));
        environment.put("SLIPWAY_PROJECT", of.project());
        environment.put("SLIPWAY_ENVIRONMENT", of.environment());
        environment.put("SLIPWAY_RELEASE", of.release());
        return builder;
    }

    private static CompletableFuture<String> read(Process process) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (InputStream output = process.getInputStream()) {
                        return new String(output.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private static double number(List<String> command, Process process, String output, Duration timeout)
            throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failed(command, "goes on after its output has ended", null);
        }
        if (process.exitValue() != 0) {
            throw failed(command, "ended with " + process.exitValue(), null);
        }
        return Numbers.finite(output, "the output of " + command.getFirst());
    }

    private static Problem failed(
            List<String> command, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        String text = "the metric's command " + command.getFirst() + " " + why;
        String hint = "run it by hand, with SLIPWAY_RELEASE set; it must print one number and end with 0";
        return cause == null
                ? Problem.of(Problem.Kind.UNAVAILABLE, "metric-command-failed", text, hint)
                : Problem.of(Problem.Kind.UNAVAILABLE, "metric-command-failed", text, hint, cause);
    }
}
