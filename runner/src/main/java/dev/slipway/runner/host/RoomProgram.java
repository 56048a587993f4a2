package dev.slipway.runner.host;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/**
 * A program of the runner's own choice, run in a job's room as the job's account. The job can make it wait for ever, with
 * a pipe in the place of a file, so that it has its time.
 *
 * @param argv nothing in it is interpreted
 */
record RoomProgram(JobProcesses processes, List<String> argv) {

    /** For programs that read nothing. */
    static final Writer NOTHING = _ -> {};

    private static final String MOST_SECONDS = "1800";
    private static final int MOST_COMPLAINTS = 8 * 1024;

    /** Writes what the program reads. */
    @FunctionalInterface
    interface Writer {
        void into(OutputStream in) throws IOException;
    }

    /** Reads what the program writes. */
    @FunctionalInterface
    interface Reader {
        void from(InputStream out) throws IOException;
    }

    /**
     * How it ended.
     *
     * @param complaints what it wrote to its standard error, line by line
     */
    record End(String program, int code, List<String> complaints) {

        /** @throws dev.slipway.kernel.Problem when it failed with a complaint that does not matter less */
        void requireUnless(Predicate<String> harmless) {
            List<String> grave =
                    complaints.stream().filter(line -> !harmless.test(line)).toList();
            if (code != 0 && (complaints.isEmpty() || !grave.isEmpty())) {
                throw RoomReach.failed(program, grave.isEmpty() ? "exit code " + code : grave.getFirst());
            }
        }
    }

    /** Runs it to its end; when the caller is interrupted, no further than that. */
    End run(Writer writer, Reader reader) throws IOException, InterruptedException {
        List<String> timed = new ArrayList<>(List.of("timeout", "-k", "5", MOST_SECONDS));
        timed.addAll(argv);
        Process process = processes.startOwn(timed);
        try {
            CompletableFuture<Object> writing = aside(() -> written(process, writer));
            CompletableFuture<List<String>> complaining = aside(() -> complaints(process));
            aside(() -> read(process, reader)).get();
            int code = process.waitFor();
            List<String> complaints = complaining.get();
            if (code == 0 || failedByItself(writing)) {
                writing.get();
            }
            return new End(argv.getFirst(), code, complaints);
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            if (process.isAlive()) {
                ProcessTree.end(process.toHandle(), Duration.ZERO);
            }
        }
    }

    /** A program that ended early takes no more, which is its failure and not the writer's. */
    private static boolean failedByItself(CompletableFuture<Object> writing) {
        return writing.isCompletedExceptionally() && writing.exceptionNow() instanceof Problem;
    }

    private static Object written(Process process, Writer writer) throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            writer.into(in);
            return true;
        }
    }

    private static Object read(Process process, Reader reader) throws IOException {
        reader.from(process.getInputStream());
        return true;
    }

    private static List<String> complaints(Process process) throws IOException {
        byte[] first = process.getErrorStream().readNBytes(MOST_COMPLAINTS);
        process.getErrorStream().transferTo(OutputStream.nullOutputStream());
        return new String(first, StandardCharsets.UTF_8).lines().toList();
    }

    private static <T> CompletableFuture<T> aside(Callable<T> work) {
        CompletableFuture<T> end = new CompletableFuture<>();
        Thread.ofVirtual().name("room-program").start(() -> {
            try {
                end.complete(work.call());
            } catch (Exception | Error e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private static IOException failure(ExecutionException e) throws IOException {
        switch (e.getCause()) {
            case IOException failure -> throw failure;
            case RuntimeException problem -> throw problem;
            case null, default -> throw new IllegalStateException("a program in a room failed unexpectedly", e);
        }
    }
}
