package dev.slipway.edge.route;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The table on disk. A write is a new file, flushed, then renamed over the old one, and the folder flushed: whenever the
 * power goes, the file holds either the whole old table or the whole new one.
 */
public final class RouteFile {

    private final Path file;

    /** @param file need not exist */
    public RouteFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /**
     * @throws Problem of kind INVALID when the file cannot be understood
     */
    public Routes read() {
        if (!Files.exists(file)) {
            return Routes.NONE;
        }
        try {
            return Json.read(Files.readString(file), Routes.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (Problem e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-route-file",
                    file + " does not hold a route table: " + e.message(),
                    "restore it from a backup, or move it away: the control plane then writes the routes anew",
                    e);
        }
    }

    /** Returns once the table would survive a power cut. */
    public void write(Routes routes) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel out = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(Json.write(routes).getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "routes-not-written",
                    "cannot write " + file + ": " + e.getMessage(),
                    "make room on the disk and let the edge write to its folder; the old routes are still in force",
                    e);
        }
    }

    private Path folder() {
        Path parent = file.getParent();
        return parent == null ? Path.of("/") : parent;
    }
}
