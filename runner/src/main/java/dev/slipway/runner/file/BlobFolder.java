package dev.slipway.runner.file;

import dev.slipway.kernel.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files named by their content below one folder: what is there is complete, because files are moved in at once after
 * their bytes have reached the disk.
 *
 * @param folder holds {@code sha256/<two digits>/<digest>}
 */
public record BlobFolder(Path folder) {

    private static final String INCOMING = "incoming-";

    /** Moves a file in; one with the same content is there only once. */
    public Digest take(Path file) throws IOException {
        Digest digest = Digest.of(file);
        Path place = place(digest);
        Files.createDirectories(place.getParent());
        if (Files.exists(place)) {
            Files.delete(file);
            return digest;
        }
        Path near = Files.createTempFile(place.getParent(), INCOMING, "");
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

    /** Every file that is there, also what a {@link #take} that was cut short has left or that goes on. */
    public List<Blob> all() throws IOException {
        List<Blob> all = new ArrayList<>();
        for (Path algorithm : entries(folder)) {
            for (Path digits : entries(algorithm)) {
                entries(digits).forEach(file -> all.add(Blob.of(file)));
            }
        }
        return all;
    }

    /** Names alone, for files come and go meanwhile. */
    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    /**
     * A file of the folder.
     *
     * @param digest absent for what is not complete
     */
    public record Blob(Path file, Optional<Digest> digest) {

        private static Blob of(Path file) {
            String name = file.getFileName().toString();
            return new Blob(file, name.startsWith(INCOMING) ? Optional.empty() : Optional.of(new Digest(name)));
        }
    }

    private Path place(Digest digest) {
        return folder.resolve("sha256").resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    /** Writes a small file so that readers see either the old or the new one. */
    public static void replace(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path near = Files.createTempFile(file.getParent(), INCOMING, "");
        try (FileChannel channel = FileChannel.open(near, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(near, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
