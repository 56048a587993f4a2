package dev.slipway.platforms.process;

import dev.slipway.kernel.Masks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What an instance has written, with a bound on the disk it takes. The process itself writes {@code output.log}, through
 * a descriptor in append mode, so that its output goes on while the control plane is away. That is why the file cannot
 * be renamed, and cutting it off after copying would lose what is written in between. Instead the oldest part is copied
 * to {@code output.1.log} and its blocks are then given back by punching a hole (fallocate(2), FALLOC_FL_PUNCH_HOLE):
 * the file keeps its length, and nothing is lost. {@code output.start} says where the kept part begins. Where the file
 * system cannot punch holes, the file is cut off as logrotate's copytruncate does.
 */
final class OutputLog {

    private static final int BLOCK = 4096;
    private static final int TAIL_BYTES = 32 << 20;

    private final Path folder;
    private final long fileBytes;
    private final int files;

    /**
     * @param fileBytes size at which output moves to an older file; also the size of those
     * @param files how many older files are kept
     */
    OutputLog(Path folder, long fileBytes, int files) {
        this.folder = folder;
        this.fileBytes = Math.max(BLOCK, fileBytes / BLOCK * BLOCK);
        this.files = files;
    }

    /** The same, of the instance with that folder. */
    static Path current(Path folder) {
        return folder.resolve("output.log");
    }

    /** The file that the process writes. */
    Path current() {
        return current(folder);
    }

    /** Moves old output away while there is more than a file's worth. */
    synchronized void rotate() throws IOException {
        while (Files.exists(current()) && Files.size(current()) - start() > fileBytes) {
            long from = start();
            copyOut(from, from + fileBytes);
            shiftOlder();
            DurableFile.write(
                    folder.resolve("output.start"),
                    Long.toString(from + fileBytes).getBytes(StandardCharsets.US_ASCII));
            giveBack(from + fileBytes);
        }
    }

    /**
     * The last lines, masked.
     *
     * @param maxLines at least 1
     */
    synchronized List<String> tail(int maxLines, Masks masks) throws IOException {
        return tail(maxLines, masks, 0);
    }

    /**
     * The same of what was written since.
     *
     * @param since a former {@link #length}
     */
    synchronized List<String> tail(int maxLines, Masks masks, long since) throws IOException {
        byte[] bytes = lastBytes(parts(since), maxLines);
        boolean cut = bytes.length == TAIL_BYTES;
        String text = masks.mask(new String(bytes, StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (cut && lines.size() > 1) {
            lines.removeFirst();
        } else if (cut) {
            lines.set(0, text.substring(Math.min(text.length(), masks.longest())));
        }
        return List.copyOf(lines.subList(Math.max(0, lines.size() - maxLines), lines.size()));
    }

    /** How much has been written; less than before where output had to be cut off. */
    synchronized long length() throws IOException {
        return Files.exists(current()) ? Files.size(current()) : 0;
    }

    /** Where the last whole lines begin. */
    synchronized long beginOfLast(int lines) throws IOException {
        byte[] bytes = lastBytes(parts(), lines);
        long end = length();
        long left = lines;
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '\n' && left-- == 0) {
                return end - bytes.length + i + 1;
            }
        }
        return end - bytes.length;
    }

    /**
     * What was written from a place on; where that is gone, from the oldest that is kept.
     *
     * @param place in bytes since the first of all
     * @param held the file that the process writes, which stays readable when the folder has been removed
     */
    synchronized Written after(long place, FileChannel held, int most) throws IOException {
        List<Part> oldestFirst = parts().reversed();
        if (oldestFirst.isEmpty()) {
            return new Written(place, read(held, place, Math.min(most, held.size() - place)));
        }
        long end = oldestFirst.getLast().end;
        long begin = oldestFirst.getLast().start - olderBytes(oldestFirst);
        long from = place > end ? oldestFirst.getLast().start : Math.max(place, begin);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Part part : oldestFirst) {
            long length = part.end - part.start;
            long skipped = Math.min(length, Math.max(0, from + all.size() - begin));
            try (FileChannel channel = FileChannel.open(part.file, StandardOpenOption.READ)) {
                all.writeBytes(read(channel, part.start + skipped, Math.min(most - all.size(), length - skipped)));
            }
            begin += length;
        }
        return new Written(from, all.toByteArray());
    }

    private static long olderBytes(List<Part> oldestFirst) {
        return oldestFirst.subList(0, oldestFirst.size() - 1).stream()
                .mapToLong(part -> part.end - part.start)
                .sum();
    }

    private static byte[] read(FileChannel channel, long from, long length) throws IOException {
        return Channels.newInputStream(channel.position(from)).readNBytes((int) Math.max(0, length));
    }

    /** A piece of the output, and where its first byte stands. */
    static final class Written {

        private final long from;
        private final byte[] bytes;

        private Written(long from, byte[] bytes) {
            this.from = from;
            this.bytes = bytes;
        }

        /** The length of its whole lines. */
        int whole() {
            int whole = bytes.length;
            while (whole > 0 && bytes[whole - 1] != '\n') {
                whole--;
            }
            return whole;
        }

        int length() {
            return bytes.length;
        }

        /** The lines of its first so many bytes. */
        List<String> lines(int length) {
            return new String(bytes, 0, length, StandardCharsets.UTF_8).lines().toList();
        }

        /** The place after its first so many bytes. */
        long after(int length) {
            return from + length;
        }
    }

    private byte[] lastBytes(List<Part> parts, int maxLines) throws IOException {
        byte[] tail = new byte[0];
        for (int want = 64 * 1024; ; want = Math.min(TAIL_BYTES, want * 8)) {
            tail = read(parts, want);
            if (tail.length < want || want == TAIL_BYTES || lineBreaks(tail) > maxLines) {
                return tail;
            }
        }
    }

    private static byte[] read(List<Part> newestFirst, int want) throws IOException {
        java.util.ArrayDeque<byte[]> blocks = new java.util.ArrayDeque<>();
        int left = want;
        for (Part part : newestFirst) {
            long length = Math.min(left, part.end - part.start);
            try (FileChannel channel = FileChannel.open(part.file, StandardOpenOption.READ);
                    InputStream in = Channels.newInputStream(channel.position(part.end - length))) {
                blocks.addFirst(in.readNBytes((int) length));
            }
            left -= (int) length;
        }
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream(want - left);
        blocks.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static long lineBreaks(byte[] bytes) {
        long count = 0;
        for (byte b : bytes) {
            count += b == '\n' ? 1 : 0;
        }
        return count;
    }

    private List<Part> parts(long since) throws IOException {
        List<Part> parts = parts();
        Part newest = parts.isEmpty() ? new Part(current(), 0, 0) : parts.getFirst();
        return since > newest.start && since <= newest.end ? List.of(new Part(newest.file, since, newest.end)) : parts;
    }

    private List<Part> parts() throws IOException {
        List<Part> newestFirst = new ArrayList<>();
        if (Files.exists(current())) {
            long end = Files.size(current());
            newestFirst.add(new Part(current(), Math.min(start(), end), end));
        }
        for (int i = 1; i <= files && Files.exists(older(i)); i++) {
            newestFirst.add(new Part(older(i), 0, Files.size(older(i))));
        }
        return newestFirst;
    }

    private long start() throws IOException {
        Path file = folder.resolve("output.start");
        return Files.exists(file)
                ? Long.parseLong(
                        Files.readString(file, StandardCharsets.US_ASCII).strip())
                : 0;
    }

    private void copyOut(long from, long to) throws IOException {
        Path copy = folder.resolve("output.0.log");
        try (FileChannel in = FileChannel.open(current(), StandardOpenOption.READ);
                InputStream source = Channels.newInputStream(in.position(from));
                OutputStream out = Files.newOutputStream(copy)) {
            byte[] buffer = new byte[1 << 16];
            long left = to - from;
            while (left > 0) {
                int read = source.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new java.io.EOFException(current() + " became shorter");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }

    private void shiftOlder() throws IOException {
        for (int i = files; i >= 1; i--) {
            if (Files.exists(older(i - 1))) {
                Files.move(older(i - 1), older(i), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(older(0));
    }

    private Path older(int number) {
        return folder.resolve("output." + number + ".log");
    }

    private void giveBack(long upTo) throws IOException {
        if (HolePunch.punch(current(), upTo)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(current(), StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        Files.deleteIfExists(folder.resolve("output.start"));
    }

    private record Part(Path file, long start, long end) {}
}
