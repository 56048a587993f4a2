package dev.slipway.runner.host;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that a job's shell has forked, and whose end that shell tells. It waits for its output to be read before it
 * begins, and has no input.
 */
final class ForkedProgram extends Process {

    private static final Logger LOG = LoggerFactory.getLogger(ForkedProgram.class);

    /** Waiting for an answer of the shell holds a thread of the machine. */
    private static final Executor WAITERS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("program-", 0).factory());

    /** Of a program whose shell was killed, and which is killed for it. */
    private static final int KILLED = 137;

    private final ProcessHandle handle;
    private final Process shell;
    private final Output output;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    private ForkedProgram(ProcessHandle handle, Path pipe, Process shell) {
        this.handle = handle;
        this.output = new Output(pipe);
        this.shell = shell;
    }

    /**
     * @param pipe that its output comes through
     * @param shell that has forked it
     * @param answers of the shell, the next of which is its exit code
     */
    static ForkedProgram of(ProcessHandle handle, Path pipe, Process shell, BufferedReader answers) {
        ForkedProgram program = new ForkedProgram(handle, pipe, shell);
        WAITERS.execute(() -> program.awaitEnd(answers));
        return program;
    }

    /** A shell that gives no answer was killed; one that gives another answer is not the one that speaks. */
    private void awaitEnd(BufferedReader answers) {
        int code = KILLED;
        try {
            String answer = answers.readLine();
            if (answer == null) {
                throw new EOFException("its shell was killed");
            }
            code = Integer.parseInt(answer);
        } catch (IOException | NumberFormatException e) {
            LOG.info("program {} is killed, its end could not be known: {}", pid(), e.toString());
            destroyForcibly();
        } finally {
            output.release();
            end.complete(code);
        }
    }

    /** Whether all of its output was read to the end, so that nobody holds its pipe any more. */
    boolean drained() {
        return output.ended;
    }

    @Override
    public long pid() {
        return handle.pid();
    }

    @Override
    public ProcessHandle toHandle() {
        return handle;
    }

    @Override
    public InputStream getInputStream() {
        return output;
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public boolean isAlive() {
        return !end.isDone();
    }

    @Override
    public int exitValue() {
        if (isAlive()) {
            throw new IllegalThreadStateException("program " + pid() + " has not ended");
        }
        return end.join();
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for program " + pid() + " failed", e);
        }
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            end.get(timeout, unit);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for program " + pid() + " failed", e);
        }
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return end.thenApply(_ -> this);
    }

    @Override
    public void destroy() {
        handle.destroy();
    }

    /** Ends it together with its shell, which may have been stopped and could not tell of an end. */
    @Override
    public Process destroyForcibly() {
        handle.destroyForcibly();
        shell.destroyForcibly();
        return this;
    }

    /** A named pipe, which is opened at the first read: both sides wait for each other. A channel would not tell what is there. */
    private static final class Output extends InputStream {

        private final Path pipe;
        private @Nullable InputStream stream;
        private @Nullable RandomAccessFile otherSide;
        private boolean open;
        private volatile boolean ended;

        Output(Path pipe) {
            this.pipe = pipe;
        }

        private InputStream stream() throws IOException {
            if (stream == null) {
                stream = new FileInputStream(pipe.toFile());
                met();
            }
            return stream;
        }

        private synchronized void met() throws IOException {
            open = true;
            if (otherSide != null) {
                otherSide.close();
            }
        }

        /**
         * Opens the other side for a reader that would wait for ever for a program which never came to open it. To open both
         * sides waits for nobody, and is nothing to a reader that goes on.
         */
        synchronized void release() {
            if (open) {
                return;
            }
            try {
                otherSide = new RandomAccessFile(pipe.toFile(), "rw");
            } catch (FileNotFoundException e) {
                LOG.debug("{} is gone, so nobody can wait for it: {}", pipe, e.toString());
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            int read = stream().read(into, offset, count);
            ended |= read < 0;
            return read;
        }

        @Override
        public int available() throws IOException {
            return stream().available();
        }

        @Override
        public void close() throws IOException {
            InputStream opened = stream;
            if (opened != null) {
                opened.close();
            }
        }
    }
}
