package dev.slipway.runner.file;

import dev.slipway.kernel.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Files named by their content below one folder: what is there is complete, because files are moved in at once after
 * their bytes have reached the disk.
 *
 * @param folder holds {@code sha256/<two digits>/<digest>}
 */
public record BlobFolder(Path folder) {

    /** Moves a file in; one with the same content is there only once. */
    public Digest take(Path file) throws IOException {
        Digest digest = Digest.of(file);
        Path place = place(digest);
        Files.createDirectories(place.getParent());
        if (Files.exists(place)) {
            Files.delete(file);
            return digest;
        }
        Path near = Files.createTempFile(place.getParent(), "incoming-", "");
        Files.move(file, near, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(near, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(near, place, StandardCopyOption.ATOMIC_MOVE);
        return digest;
    }

    public Optional<Path> find(Digest digest) {
        return Optional.of(place(digest)).filter(Files::isRegularFile);
    }

    /** Removes a blob that nothing names any more. */
    public void remove(Digest digest) throws IOException {
        Files.deleteIfExists(place(digest));
    }

    private Path place(Digest digest) {
        return folder.resolve("sha256").resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    /** Writes a small file so that readers see either the old or the new one. */
    public static void replace(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path near = Files.createTempFile(file.getParent(), "incoming-", "");
        try (FileChannel channel = FileChannel.open(near, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(near, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
