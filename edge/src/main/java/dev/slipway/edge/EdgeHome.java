package dev.slipway.edge;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The edge's folder, held by one edge at a time: two would overwrite each other's routes. */
final class EdgeHome implements AutoCloseable {

    private final Path folder;
    private final FileChannel lockFile;

    private EdgeHome(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Makes the folder if it is not there, and holds it until closed; the kernel lets go when the process dies.
     *
     * @throws Problem of kind CONFLICT, code {@code home-in-use}
     */
    static EdgeHome hold(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel file =
                    FileChannel.open(folder.resolve("edge.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(file) == null) {
                file.close();
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "home-in-use",
                        "another edge runs from " + folder,
                        "edge.json there tells its pid; end it first, or choose another --home");
            }
            return new EdgeHome(folder, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder " + folder, e);
        }
    }

    /** Holds the folder again after it was given to another edge, as soon as that has ended. */
    static EdgeHome regain(Path folder) {
        try {
            FileChannel file = FileChannel.open(folder.resolve("edge.lock"), StandardOpenOption.WRITE);
            var _ = file.lock();
            return new EdgeHome(folder, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder " + folder, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Tells where the edge can be reached; the file is whole whenever it is there. */
    void announce(Announcement announcement) {
        Path fresh = file("edge.json.new");
        try {
            Files.writeString(fresh, Json.write(announcement) + "\n");
            Files.move(fresh, file("edge.json"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write edge.json", e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + folder, e);
        }
    }

    /**
     * Which process serves where.
     *
     * @param startTicks with the pid it names the process for as long as the machine is up; 0 without procfs
     * @param bootId random per start
     * @param listen address and port of user traffic
     * @param admin address and port of the admin API
     * @param tlsListen address and port of user traffic over TLS; null without
     */
    record Announcement(
            long pid,
            long startTicks,
            String bootId,
            String listen,
            String admin,
            @Nullable String tlsListen) {}
}
