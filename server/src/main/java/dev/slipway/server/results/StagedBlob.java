package dev.slipway.server.results;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.file.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A block blob that is being uploaded, after Azure's rules: blocks come in any order and several at a time, a list puts
 * them together, and a later list or a whole replaces an earlier one. Bytes go to the disk as they come.
 */
final class StagedBlob {

    /** Azure's own limit. */
    private static final int MOST_BLOCKS = 50_000;

    private static final int BUFFER = 64 * 1024;

    private final Path folder;
    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Path> blocks = new HashMap<>();
    private long staged;
    private int files;
    private boolean committed;
    private boolean closed;

    private StagedBlob(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    /** An empty one in a new folder. */
    static StagedBlob in(Path folder, long mostBytes) throws IOException {
        Files.createDirectories(folder);
        return new StagedBlob(folder, mostBytes);
    }

    /** Takes one block; one of the same id takes its place. */
    void block(String id, InputStream bytes) throws IOException {
        Path file = receive(bytes);
        lock.lock();
        try {
            Path old = blocks.put(id, file);
            if (old != null) {
                remove(old);
            }
            if (blocks.size() > MOST_BLOCKS) {
                throw tooLarge(MOST_BLOCKS + " blocks");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything at once. */
    void whole(InputStream bytes) throws IOException {
        Path file = receive(bytes);
        lock.lock();
        try {
            Files.move(file, content(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            committed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts the named blocks together, in this order. */
    void commit(List<String> ids) throws IOException {
        lock.lock();
        try {
            try (FileChannel whole = FileChannel.open(
                    content(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                for (String id : ids) {
                    append(id, whole);
                }
            }
            for (Path block : blocks.values()) {
                Files.deleteIfExists(block);
            }
            blocks.clear();
            committed = true;
        } finally {
            lock.unlock();
        }
    }

    private void append(String id, FileChannel whole) throws IOException {
        Path block = Optional.ofNullable(blocks.get(id))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "no-such-block",
                        "the block list names the block '" + id + "', which was not uploaded",
                        "upload all blocks before the list"));
        try (FileChannel from = FileChannel.open(block, StandardOpenOption.READ)) {
            long size = from.size();
            if (whole.position() + size > mostBytes) {
                throw tooLarge(mostBytes + " bytes");
            }
            for (long at = 0; at < size; ) {
                at += from.transferTo(at, size - at, whole);
            }
        }
    }

    private Path receive(InputStream bytes) throws IOException {
        Path file = next();
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                reserve(read);
                out.write(buffer, 0, read);
            }
        } catch (IOException | Problem failure) {
            remove(file);
            throw failure;
        }
        return file;
    }

    private Path next() {
        lock.lock();
        try {
            return folder.resolve("block-" + files++);
        } finally {
            lock.unlock();
        }
    }

    private void reserve(int bytes) {
        lock.lock();
        try {
            staged += bytes;
            if (closed || staged > mostBytes) {
                throw tooLarge(mostBytes + " bytes");
            }
        } finally {
            lock.unlock();
        }
    }

    private void remove(Path file) throws IOException {
        lock.lock();
        try {
            staged -= Files.exists(file) ? Files.size(file) : 0;
            Files.deleteIfExists(file);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the upload and hands its file over.
     *
     * @param size that the client says it has
     * @param digest that the client says it has, where it says one
     * @throws Problem of kind INVALID, codes {@code upload-incomplete}, {@code upload-differs}
     */
    Path finish(long size, Optional<Digest> digest) throws IOException {
        lock.lock();
        try {
            if (!committed) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "upload-incomplete",
                        "nothing was uploaded yet",
                        "upload the bytes before finalizing");
            }
            boolean same = Files.size(content()) == size
                    && (digest.isEmpty() || digest.get().equals(Digest.of(content())));
            if (!same) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "upload-differs",
                        "what was uploaded has another size or digest than the client says",
                        "upload it again");
            }
            closed = true;
            return content();
        } finally {
            lock.unlock();
        }
    }

    /** Removes all that is left of it. */
    void discard() throws IOException {
        lock.lock();
        try {
            closed = true;
            FileTree.remove(folder);
        } finally {
            lock.unlock();
        }
    }

    private Path content() {
        return folder.resolve("content");
    }

    private static Problem tooLarge(String what) {
        return Problem.of(
                Problem.Kind.TOO_LARGE,
                "upload-too-large",
                "the upload has more than " + what,
                "leave out what is not needed");
    }
}
