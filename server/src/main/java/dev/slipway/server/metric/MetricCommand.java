package dev.slipway.server.metric;

import dev.slipway.delivery.port.MetricSource.Subject;
import dev.slipway.kernel.Durations;
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
import org.jspecify.annotations.Nullable;

/**
 * Runs a program that prints one number. It gets no input and of the server's environment its PATH alone; whatever it
 * starts is ended with it.
 */
final class MetricCommand {

    private static final int MOST_BYTES = 1 << 14;
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** How a run has gone: what it printed, or why that does not count. */
    private record Outcome(String output, String trouble, String lastWords) {

        String words() {
            return lastWords.isEmpty() ? "" : "; it said: " + lastWords;
        }
    }

    /** @throws Problem UNAVAILABLE when it cannot be run, fails or takes too long; INVALID when it prints no number */
    double read(List<String> argv, Subject of, Duration timeout) {
        List<String> command = argv.stream().map(of::in).toList();
        try {
            Outcome outcome = run(command, of, timeout);
            if (!outcome.trouble().isEmpty()) {
                throw failed(command, outcome.trouble() + outcome.words(), null);
            }
            return Numbers.finite(outcome.output(), "the output of " + command.getFirst(), outcome.words());
        } catch (IOException | ExecutionException e) {
            throw failed(command, "cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(command, "was interrupted", e);
        }
    }

    private static Outcome run(List<String> command, Subject of, Duration timeout)
            throws IOException, ExecutionException, InterruptedException {
        Process process = ProcessTree.start(builder(command, of));
        LastWords lastWords = new LastWords(process.getErrorStream());
        String output = "";
        String trouble;
        try {
            output = read(process).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            trouble = trouble(process, timeout);
        } catch (TimeoutException e) {
            trouble = "took longer than " + Durations.words(timeout);
        } finally {
            ProcessTree.end(process.toHandle(), GRACE);
        }
        return new Outcome(output, trouble, lastWords.text(GRACE));
    }

    private static ProcessBuilder builder(List<String> command, Subject of) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
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

    /** Why what it printed does not count; empty when it does. */
    private static String trouble(Process process, Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            return "goes on after its output has ended";
        }
        return process.exitValue() == 0 ? "" : "ended with " + process.exitValue();
    }

    private static Problem failed(List<String> command, String why, @Nullable Throwable cause) {
        String text = "the metric's command " + command.getFirst() + " " + why;
        String hint = "run it by hand, with SLIPWAY_RELEASE set; it must print one number and end with 0";
        return cause == null
                ? Problem.of(Problem.Kind.UNAVAILABLE, "metric-command-failed", text, hint)
                : Problem.of(Problem.Kind.UNAVAILABLE, "metric-command-failed", text, hint, cause);
    }
}
