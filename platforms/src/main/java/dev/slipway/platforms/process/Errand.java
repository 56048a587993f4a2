package dev.slipway.platforms.process;

import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command that runs, with all that it starts: when it has ended, so has what it left behind in its session. The end of
 * what it writes is kept in memory, so that no command fills the disk.
 */
public final class Errand {

    private static final Logger LOG = LoggerFactory.getLogger(Errand.class);
    private static final int KEPT_BYTES = 1 << 18;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final Thread reader;
    private final byte[] ring = new byte[KEPT_BYTES];
    private long written;

    Errand(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().name("errand-" + process.pid()).start(this::read);
    }

    /**
     * Completes when it has ended: with its exit code, or with none when it took longer than the limit and was ended.
     * Completes exceptionally when the waiting was interrupted.
     */
    public CompletableFuture<OptionalInt> within(Duration limit) {
        CompletableFuture<OptionalInt> ended = new CompletableFuture<>();
        Thread.ofVirtual().name("errand-end-" + process.pid()).start(() -> {
            try {
                ended.complete(await(limit));
            } catch (InterruptedException | RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }

    /** The same, for who has time. */
    public OptionalInt await(Duration limit) throws InterruptedException {
        boolean inTime = false;
        try {
            inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            end();
        }
        return inTime ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    }

    /** Ends it now (TERM, five seconds, KILL) with all of its session. */
    public void end() throws InterruptedException {
        ProcessTree.end(process.toHandle(), GRACE);
        reader.join(GRACE);
    }

    /** The last lines that it has written so far. */
    public synchronized List<String> lines(int maxLines) {
        int kept = (int) Math.min(written, KEPT_BYTES);
        byte[] bytes = new byte[kept];
        for (int i = 0; i < kept; i++) {
            bytes[i] = ring[(int) ((written - kept + i) % KEPT_BYTES)];
        }
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        return lines.subList(Math.max(0, lines.size() - maxLines), lines.size());
    }

    private void read() {
        byte[] buffer = new byte[8192];
        try (InputStream output = process.getInputStream()) {
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                keep(buffer, count);
            }
        } catch (IOException e) {
            LOG.debug("the output of process {} ended early", process.pid(), e);
        }
    }

    private synchronized void keep(byte[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            ring[(int) (written++ % KEPT_BYTES)] = buffer[i];
        }
    }
}
