package dev.slipway.runner.host;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that a job's shell has forked, and whose end that shell tells. It waits for its order, then for its output to
 * be read before it begins, and has no input.
 */
final class ForkedProgram extends Process {

    private static final Logger LOG = LoggerFactory.getLogger(ForkedProgram.class);

    /** Of a program whose shell was killed, and which is killed for it. */
    private static final int KILLED = 137;

    private final ProcessHandle handle;
    private final int turn;
    private final Process shell;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    /** Absent while it waits for its order. */
    private volatile @Nullable Output output;

    /**
     * @param turn how many the shell has forked before it
     * @param shell that has forked it, and tells its end
     */
    ForkedProgram(ProcessHandle handle, int turn, Process shell) {
        this.handle = handle;
        this.turn = turn;
        this.shell = shell;
    }

    int turn() {
        return turn;
    }

    /** @param pipe that its output comes through */
    void writeInto(Path pipe) {
        output = new Output(pipe);
    }

    /** It has ended with such a code, or was none that a shell could tell of. */
    void end(int code) {
        Optional.ofNullable(output).ifPresent(Output::release);
        end.complete(code);
    }

    /** Its end can't be told any more, so it is ended. */
    void killed() {
        LOG.info("program {} is killed, its end could not be known", pid());
        handle.destroyForcibly();
        end(KILLED);
    }

    /**
     * Waits until it has taken its order, for so long at most. One that is ended before would leave a part of the order to
     * the next fork.
     */
    void awaitOrderTaken(Duration limit) throws InterruptedException {
        try {
            written().met.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("program {} does not take its order", pid());
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for program " + pid() + " failed", e);
        }
    }

    /** Whether all of its output was read to the end, so that nobody holds its pipe any more. */
    boolean drained() {
        return written().ended;
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
        return written();
    }

    private Output written() {
        return Objects.requireNonNull(output, "it has its order");
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
        private final CompletableFuture<Void> met = new CompletableFuture<>();
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
            met.complete(null);
            if (otherSide != null) {
                otherSide.close();
            }
        }

        /**
         * Opens the other side for a reader that would wait for ever for a program which never came to open it. To open both
         * sides waits for nobody, and is nothing to a reader that goes on.
         */
        synchronized void release() {
            if (met.isDone()) {
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
