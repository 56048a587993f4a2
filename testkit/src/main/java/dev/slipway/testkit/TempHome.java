package dev.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory to be SLIPWAY_HOME for one test, gone when it is closed; links in it are removed, never followed. */
public record TempHome(Path path) implements AutoCloseable {

    public static TempHome create() {
        try {
            return new TempHome(Files.createTempDirectory("slipway-home-").toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory", e);
        }
    }

    public Path resolve(String relative) {
        return path.resolve(relative);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }
}
