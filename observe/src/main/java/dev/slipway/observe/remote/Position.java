package dev.slipway.observe.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Up to when everything has been sent: one number in a file of its own, replaced as a whole. An old one after a crash of
 * the machine means that something is sent again.
 */
public record Position(Path file) {

    /** Milliseconds since the epoch; empty before the first. */
    Optional<Long> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file).strip();
        return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    void write(long millis) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, Long.toString(millis));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
