package dev.slipway.observe.wal;

import dev.slipway.observe.disk.DurableFiles;
import dev.slipway.observe.encoding.ByteSink;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes one checkpoint: frames that say what all segments up to a number said, as far as it still matters. */
public final class CheckpointWriter implements AutoCloseable {

    private static final int FLUSH = 1 << 20;

    private final Path folder;
    private final long number;
    private final Path unfinished;
    private final FileChannel channel;
    private final ByteSink sink = new ByteSink(FLUSH + (FLUSH >> 2));

    public CheckpointWriter(Path folder, long number) throws IOException {
        this.folder = folder;
        this.number = number;
        this.unfinished = DurableFiles.unfinished(WalFiles.checkpoint(folder, number));
        this.channel = FileChannel.open(
                unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        DurableFiles.writeFully(channel, WalFiles.header(number).buffer());
    }

    /** Where the next frame goes; hand it back by {@link #flush}. */
    public ByteSink sink() {
        return sink;
    }

    /** Lets frames go to the file once there are enough of them. */
    public void flush() throws IOException {
        if (sink.size() >= FLUSH) {
            drain();
        }
    }

    private void drain() throws IOException {
        DurableFiles.writeFully(channel, sink.buffer());
        sink.clear();
    }

    /** Publishes the checkpoint, then deletes what it stands for. */
    public void publish() throws IOException {
        drain();
        channel.force(true);
        channel.close();
        DurableFiles.publish(unfinished, WalFiles.checkpoint(folder, number));
        WalFiles.deleteUpTo(folder, number);
    }

    /** Without {@link #publish}, nothing remains. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(unfinished);
    }
}
