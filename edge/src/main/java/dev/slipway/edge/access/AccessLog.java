package dev.slipway.edge.access;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line of JSON for every request into a file that is rotated by size. A thread of its own writes, so that a slow
 * disk does not slow requests down: what it cannot keep up with is dropped and counted in the log itself.
 */
public final class AccessLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int MAX_WAITING = 16 * 1024;
    private static final int BATCH = 512;
    private static final long CLOSE_MILLIS = 5000;

    private final Settings settings;
    private final InstantSource clock;

    /** An empty entry is the last one. */
    private final BlockingQueue<Optional<AccessRecord>> waiting = new LinkedBlockingQueue<>(MAX_WAITING);

    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private OutputStream out;
    private long size;
    private boolean failing;

    /** Goes on with the file if it is there. */
    public AccessLog(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        try {
            this.out = open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the access log " + settings.file(), e);
        }
        this.writer = Thread.ofPlatform().daemon().name("access-log").start(this::write);
    }

    /** By the clock that the log's times are from. */
    public Instant now() {
        return clock.instant();
    }

    /** Never waits. */
    public void add(AccessRecord entry) {
        if (!waiting.offer(Optional.of(entry))) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        List<Optional<AccessRecord>> batch = new ArrayList<>(BATCH);
        try {
            boolean ended = false;
            while (!ended) {
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH - 1);
                ended = batch.removeIf(Optional::isEmpty);
                write(batch.stream().flatMap(Optional::stream).toList());
                batch.clear();
            }
            out.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("the access log's end is lost: {}", e.toString());
        }
    }

    private void write(List<AccessRecord> entries) {
        StringBuilder lines = new StringBuilder();
        entries.forEach(entry -> lines.append(entry.line()).append('\n'));
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            lines.append("{\"dropped\":").append(lost).append("}\n");
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        try {
            if (size > 0 && size + bytes.length > settings.rotateBytes()) {
                rotate();
            }
            out.write(bytes);
            size += bytes.length;
            failing = false;
        } catch (IOException e) {
            dropped.addAndGet(lost + entries.size());
            if (!failing) {
                LOG.warn("the access log cannot be written: {}", e.toString());
            }
            failing = true;
        }
    }

    private void rotate() throws IOException {
        out.close();
        for (int number = settings.files() - 1; number > 0; number--) {
            Path from = number == 1 ? settings.file() : numbered(number - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (settings.files() == 1) {
            Files.deleteIfExists(settings.file());
        }
        out = open();
    }

    private Path numbered(int number) {
        return settings.file().resolveSibling(settings.file().getFileName() + "." + number);
    }

    /** Addresses of users are nobody else's business. */
    private OutputStream open() throws IOException {
        Path file = settings.file();
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        size = Files.size(file);
        return Files.newOutputStream(file, StandardOpenOption.APPEND);
    }

    /** Returns when all that was added has been written. */
    @Override
    public void close() {
        try {
            waiting.put(Optional.empty());
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Where the log goes.
     *
     * @param file the newest; older ones are called the same with {@code .1}, {@code .2} and so on
     * @param rotateBytes size above which a new file is begun
     * @param files how many are kept, the newest among them
     */
    public record Settings(Path file, long rotateBytes, int files) {}
}
