package dev.slipway.observe.wal;

import dev.slipway.observe.disk.DurableFiles;
import dev.slipway.observe.encoding.ByteSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Reads a log from its checkpoint to its last whole frame, past every damage, and says what it could not read. */
public final class WalReader {

    private final Path folder;
    private final List<WalDamage> damages = new ArrayList<>();

    public WalReader(Path folder) {
        this.folder = folder;
    }

    /** Hears when one file of the log has been read to its end. */
    public interface Progress {

        /**
         * @param segment before this file is read: its records belong to this segment or those before it
         */
        void begin(long segment);

        /** After the file was read. */
        void end(long segment) throws IOException;
    }

    /**
     * What was read.
     *
     * @param last number of the newest segment, 0 when there is none
     */
    public record Result(long last, List<WalDamage> damages) {}

    /** Reads everything. Torn bytes at the end of the last segment are cut off. */
    public Result read(WalVisitor visitor, Progress progress) throws IOException {
        DurableFiles.sweep(folder);
        Optional<Long> checkpoint = WalFiles.newestCheckpoint(folder);
        long covered = checkpoint.orElse(0L);
        if (checkpoint.isPresent()) {
            WalFiles.deleteUpTo(folder, covered);
            progress.begin(covered);
            scan(WalFiles.checkpoint(folder, covered), false, covered, visitor);
            progress.end(covered);
        }
        List<Long> segments = WalFiles.segments(folder);
        long expected = checkpoint.isPresent() || segments.isEmpty() ? covered + 1 : segments.getFirst();
        for (long segment : segments) {
            for (; expected < segment; expected++) {
                damages.add(new WalDamage.Missing(expected));
            }
            progress.begin(segment);
            scan(WalFiles.segment(folder, segment), segment == segments.getLast(), segment, visitor);
            progress.end(segment);
            expected = segment + 1;
        }
        return new Result(expected - 1, List.copyOf(damages));
    }

    private void scan(Path file, boolean last, long segment, WalVisitor visitor) throws IOException {
        long torn;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            torn = new Scan(file.getFileName().toString(), bytes, visitor).run(last, segment);
        }
        if (torn >= 0) {
            truncate(file, torn);
        }
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            channel.force(true);
        }
    }

    /** One walk over one file. */
    private final class Scan {

        private final String name;
        private final MemorySegment bytes;
        private final WalVisitor visitor;

        Scan(String name, MemorySegment bytes, WalVisitor visitor) {
            this.name = name;
            this.bytes = bytes;
            this.visitor = visitor;
        }

        /**
         * @return where to cut off a torn tail, or -1
         */
        long run(boolean last, long segment) {
            long size = bytes.byteSize();
            long position = headerHolds() ? WalFiles.HEADER : 0;
            while (position < size) {
                long length = frameAt(position);
                if (length >= 0) {
                    deliver(position, length);
                    position += WalRecords.FRAME_HEADER + length;
                    continue;
                }
                long next = nextFrame(position + 1);
                if (next == size && last) {
                    damages.add(new WalDamage.TornTail(segment, position, size - position));
                    return position;
                }
                damages.add(new WalDamage.Corrupt(name, position, next - position));
                position = next;
            }
            return -1;
        }

        private boolean headerHolds() {
            return bytes.byteSize() >= WalFiles.HEADER
                    && ByteSource.u64(bytes, 0) == WalFiles.MAGIC
                    && checksum(0, 16) == ByteSource.u32(bytes, 16);
        }

        /** The length of the whole frame that starts here, or -1. */
        private long frameAt(long position) {
            if (bytes.byteSize() - position < WalRecords.FRAME_HEADER
                    || byteAt(position) != WalRecords.MARK >>> 8
                    || byteAt(position + 1) != (WalRecords.MARK & 0xff)) {
                return -1;
            }
            long length = ByteSource.u32(bytes, position + 7) & 0xffff_ffffL;
            boolean fits =
                    length <= WalRecords.MOST_BYTES && length <= bytes.byteSize() - position - WalRecords.FRAME_HEADER;
            return fits && checksum(position + 6, length + 5) == ByteSource.u32(bytes, position + 2) ? length : -1;
        }

        private long nextFrame(long from) {
            long position = from;
            while (position < bytes.byteSize() && frameAt(position) < 0) {
                position++;
            }
            return position;
        }

        private void deliver(long position, long length) {
            int kind = byteAt(position + 6);
            MemorySegment payload = bytes.asSlice(position + WalRecords.FRAME_HEADER, length);
            boolean understood;
            try {
                understood = WalRecords.read(kind, new ByteSource(payload, 0), visitor);
            } catch (IndexOutOfBoundsException e) {
                understood = false;
            }
            if (!understood) {
                damages.add(new WalDamage.NotUnderstood(name, position, kind));
            }
        }

        private int byteAt(long position) {
            return bytes.get(ValueLayout.JAVA_BYTE, position) & 0xff;
        }

        private int checksum(long from, long length) {
            CRC32C crc = new CRC32C();
            crc.update(bytes.asSlice(from, length).asByteBuffer());
            return (int) crc.getValue();
        }
    }
}
