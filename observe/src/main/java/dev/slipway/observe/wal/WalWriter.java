package dev.slipway.observe.wal;

import dev.slipway.observe.disk.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the newest segment. What was appended since the last sync is either synced as a whole or taken back as a
 * whole: after a failed sync the kernel may have dropped the pages and call later syncs good (Rebello et al., <i>Can
 * Applications Recover from fsync Failures?</i>, ATC 2020), so a failed tail is cut off and never synced again.
 *
 * <p>Its one user calls it from one thread at a time.
 */
public final class WalWriter implements AutoCloseable {

    private final Path folder;
    private final long segmentBytes;
    private long number;
    private @Nullable FileChannel channel;
    private long synced;

    /**
     * @param last number of the newest segment that there is; it is left alone
     * @param segmentBytes after which a new one is begun
     */
    public WalWriter(Path folder, long last, long segmentBytes) {
        this.folder = folder;
        this.number = last;
        this.segmentBytes = segmentBytes;
    }

    /** Appends frames; they are not durable before {@link #sync}. */
    public void append(ByteBuffer frames) throws IOException {
        DurableFiles.writeFully(open(), frames);
    }

    /** Makes all that was appended durable. */
    public void sync() throws IOException {
        FileChannel file = open();
        file.force(false);
        synced = file.position();
        if (synced >= segmentBytes) {
            roll();
        }
    }

    /** Takes back what was appended since the last sync. When even that fails, the segment is left to its fate. */
    public void rollback() {
        FileChannel file = channel;
        if (file == null) {
            return;
        }
        try {
            file.truncate(synced);
            file.position(synced);
        } catch (IOException truncation) {
            abandon();
        }
    }

    /** Ends the segment: whatever comes next stands in another one. */
    public long roll() throws IOException {
        FileChannel file = channel;
        channel = null;
        if (file != null) {
            file.close();
        }
        return number;
    }

    /** Number of the newest segment. */
    public long number() {
        return number;
    }

    private FileChannel open() throws IOException {
        FileChannel file = channel;
        if (file == null) {
            file = create(number + 1);
            channel = file;
            number++;
        }
        return file;
    }

    private FileChannel create(long next) throws IOException {
        FileChannel file = FileChannel.open(
                WalFiles.segment(folder, next),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        try {
            DurableFiles.writeFully(file, WalFiles.header(next).buffer());
            file.force(true);
            DurableFiles.syncFolder(folder);
            synced = file.position();
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private void abandon() {
        try {
            roll();
        } catch (IOException closing) {
            channel = null;
        }
    }

    @Override
    public void close() throws IOException {
        roll();
    }
}
