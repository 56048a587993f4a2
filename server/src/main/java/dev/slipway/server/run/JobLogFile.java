package dev.slipway.server.run;

import dev.slipway.kernel.DiskSpace;
import dev.slipway.kernel.Json;
import dev.slipway.runner.log.LogLine;
import dev.slipway.runner.log.LogSink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The log of one job as a file of JSON lines, with the place of every hundredth line in a second file, so that reading
 * from any line costs a seek and at most a hundred lines. Whoever follows is woken by a line, not by a timer.
 */
final class JobLogFile implements LogSink, AutoCloseable {

    private static final int STRIDE = 100;

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final FileChannel lines;
    private final FileChannel places;
    private long count;
    private boolean closed;

    private JobLogFile(Path file, FileChannel lines, FileChannel places, long count) {
        this.file = file;

        this.lines = lines;
        this.places = places;
        this.count = count;
    }

    /** Opens the log for more lines; those of an earlier attempt stay, a line cut by a crash is removed. */
    static JobLogFile append(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path index = index(file);
        Files.deleteIfExists(index);
        FileChannel lines =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel places = FileChannel.open(index, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        long count = 0;
        long end = 0;
        for (long next = end(lines, end); next > 0; next = end(lines, end)) {
            if (count % STRIDE == 0) {
                places.write(ByteBuffer.allocate(Long.BYTES).putLong(0, end));
            }
            count++;
            end = next;
        }
        lines.truncate(end).position(end);
        return new JobLogFile(file, lines, places, count);
    }

    private static Path index(Path file) {
        return file.resolveSibling(file.getFileName() + ".idx");
    }

    /** Where the line that starts here ends, after its break; 0 when it has none. */
    private static long end(FileChannel lines, long start) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        long at = start;
        while (lines.read(buffer.clear(), at) > 0) {
            buffer.flip();
            for (int i = 0; i < buffer.limit(); i++) {
                if (buffer.get(i) == '\n') {
                    return at + i + 1;
                }
            }
            at += buffer.limit();
        }
        return 0;
    }

    @Override
    public void line(LogLine line) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            append(Json.write(new LogPage.Line(count, line.at(), line.step(), line.text())) + "\n");
            count++;
            changed.signalAll();
        } catch (IOException e) {
            throw DiskSpace.problem(
                    file.resolveSibling("."), "log-unwritable", "the log of a job cannot be written", e);
        } finally {
            lock.unlock();
        }
    }

    /** All of the line or nothing: half a line would spoil the one after it. */
    private void append(String json) throws IOException {
        long start = lines.position();
        long place = places.position();
        try {
            if (count % STRIDE == 0) {
                write(places, ByteBuffer.allocate(Long.BYTES).putLong(0, start));
            }
            write(lines, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
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
            while (count <= from && !closed && left > 0) {
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
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "r")) {
            random.seek(place(index(file), from / STRIDE));
            BufferedReader reader = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(random.getChannel()), StandardCharsets.UTF_8));
            for (String text = reader.readLine(); text != null && found.size() < most; text = reader.readLine()) {
                if (text.endsWith("}")) {
                    LogPage.Line line = Json.read(text, LogPage.Line.class);
                    if (line.n() >= from) {
                        found.add(line);
                    }
                }
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
