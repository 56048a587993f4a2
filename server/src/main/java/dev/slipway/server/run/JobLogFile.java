package dev.slipway.server.run;

import dev.slipway.kernel.DiskSpace;
import dev.slipway.runner.log.LogLine;
import dev.slipway.runner.log.LogSink;
import dev.slipway.runner.log.TextLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The log of one job as a file of entries ({@link LogEntry}), with the place of the entry of every hundredth line in a second
 * file, so that reading from any line costs a seek and at most a hundred lines or one block of them. Lines are written at the
 * flush, many at once where many come. Whoever follows is woken by that, not by a timer.
 */
final class JobLogFile implements LogSink, AutoCloseable {

    private static final int STRIDE = 100;
    private static final int MOST_HELD = 256 * 1024;

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final FileChannel lines;
    private final FileChannel places;
    private final LineBytes heldLines = new LineBytes();
    private final ByteArrayOutputStream heldPlaces = new ByteArrayOutputStream();
    private long count;
    private long seen;
    private long start;
    private boolean closed;

    private JobLogFile(Path file, FileChannel lines, FileChannel places) {
        this.file = file;
        this.lines = lines;
        this.places = places;
    }

    /** Opens the log for more lines; those of an earlier attempt stay, a line cut by a crash is removed. */
    static JobLogFile append(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path index = index(file);
        Files.deleteIfExists(index);
        FileChannel lines =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel places = FileChannel.open(index, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        JobLogFile log = new JobLogFile(file, lines, places);
        log.indexOld();
        return log;
    }

    private static Path index(Path file) {
        return file.resolveSibling(file.getFileName() + ".idx");
    }

    /** Counts the lines of the whole entries that are there, and goes behind the last of them. */
    private void indexOld() throws IOException {
        LogEntries entries = LogEntries.of(lines, 0);
        for (LogEntry entry = entries.next(); entry != null; entry = entries.next()) {
            place(start, entry.count());
            start = entries.place();
            count += entry.count();
        }
        write(places, ByteBuffer.wrap(heldPlaces.toByteArray()));
        heldPlaces.reset();
        lines.truncate(start).position(start);
        seen = count;
    }

    /** Notes where the next lines start, for each of them that the index knows. */
    private void place(long start, int added) {
        for (long line = (count + STRIDE - 1) / STRIDE * STRIDE; line < count + added; line += STRIDE) {
            heldPlaces.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(start).array());
        }
    }

    @Override
    public void line(LogLine line) {
        add(1, () -> heldLines.add(count, line));
    }

    @Override
    public void lines(int step, Instant at, TextLines text) {
        add(text.count(), () -> heldLines.add(count, step, at, text));
    }

    private void add(int added, Runnable entry) {
        lock.lock();
        try {
            if (!closed) {
                place(start + heldLines.size(), added);
                entry.run();
                count += added;
                if (heldLines.size() > MOST_HELD) {
                    flush();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void flush() {
        lock.lock();
        try {
            if (seen < count && !closed) {
                append();
                seen = count;
                changed.signalAll();
            }
        } catch (IOException e) {
            count = seen;
            throw DiskSpace.problem(
                    file.resolveSibling("."), "log-unwritable", "the log of a job cannot be written", e);
        } finally {
            heldLines.clear();
            heldPlaces.reset();
            lock.unlock();
        }
    }

    /** All of the lines or none: half a line would spoil the one after it. */
    private void append() throws IOException {
        long place = places.position();
        try {
            write(places, ByteBuffer.wrap(heldPlaces.toByteArray()));
            write(lines, heldLines.bytes());
            start += heldLines.size();
        } catch (IOException e) {
            lines.truncate(start);
            places.truncate(place);
            throw e;
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Waits until there are lines from that number on, or the log is closed, or the patience is over. */
    void await(long from, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (seen <= from && !closed && left > 0) {
                left = changed.awaitNanos(Math.min(left, TimeUnit.MINUTES.toNanos(10)));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            flush();
            closed = true;
            changed.signalAll();
            lines.close();
            places.close();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads lines of a log, whether or not it is still written to.
     *
     * @param from number of the first line
     * @param most how many lines at most
     */
    static List<LogPage.Line> read(Path file, long from, int most) throws IOException {
        List<LogPage.Line> found = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            return found;
        }
        try (FileChannel lines = FileChannel.open(file, StandardOpenOption.READ)) {
            LogEntries entries = LogEntries.of(lines, place(index(file), from / STRIDE));
            LogEntry entry = entries.next();
            while (entry != null && found.size() < most) {
                entry.read(from, most, found);
                entry = entries.next();
            }
        }
        return found;
    }

    private static long place(Path index, long number) throws IOException {
        if (!Files.isRegularFile(index)) {
            return 0;
        }
        try (RandomAccessFile random = new RandomAccessFile(index.toFile(), "r")) {
            long known = random.length() / Long.BYTES;
            if (known == 0) {
                return 0;
            }
            random.seek(Math.min(number, known - 1) * Long.BYTES);
            return random.readLong();
        }
    }
}
