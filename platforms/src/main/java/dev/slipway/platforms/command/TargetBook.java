package dev.slipway.platforms.command;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.kernel.Json;
import dev.slipway.platforms.process.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was done on the targets, durably: written before a command begins and after it has ended, so that after a restart
 * it is known what may be there.
 */
final class TargetBook {

    /** How many instances are remembered as deployed once. */
    static final int KEPT = 500;

    private final Path served;
    private final Map<Path, Optional<TargetRecord>> known = new ConcurrentHashMap<>();

    /** @param root the platform's own folder */
    TargetBook(Path root) throws IOException {
        this.served = Files.createDirectories(root.resolve("deployed"));
    }

    /** Absent when no command was begun for the instance, or all was taken away again. */
    Optional<TargetRecord> find(Path folder) {
        return known.computeIfAbsent(folder, TargetBook::read);
    }

    void write(Path folder, TargetRecord record) throws IOException {
        DurableFile.write(file(folder), Json.write(record).getBytes(StandardCharsets.UTF_8));
        known.put(folder, Optional.of(record));
    }

    void forget(Path folder) throws IOException {
        Files.deleteIfExists(file(folder));
        known.remove(folder);
    }

    /** Whether it was there once, in an earlier life of the instance or in this one. */
    boolean wasDeployed(InstanceSpec spec) {
        return Files.exists(served.resolve(spec.name()));
    }

    void deployed(InstanceSpec spec) throws IOException {
        DurableFile.write(served.resolve(spec.name()), spec.artifact().hex().getBytes(StandardCharsets.US_ASCII));
        prune();
    }

    /** What was forgotten comes back by {@code deploy} instead of {@code rollback}. */
    private void prune() throws IOException {
        Map<Path, FileTime> times = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(served)) {
            for (Path file : files) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        List<Path> oldest = times.keySet().stream()
                .sorted(Comparator.comparing(times::get))
                .limit(Math.max(0, times.size() - KEPT))
                .toList();
        for (Path file : oldest) {
            Files.deleteIfExists(file);
        }
    }

    private static Optional<TargetRecord> read(Path folder) {
        try {
            return Files.exists(file(folder))
                    ? Optional.of(Json.read(Files.readString(file(folder)), TargetRecord.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("what was deployed cannot be read from " + folder, e);
        }
    }

    private static Path file(Path folder) {
        return folder.resolve("target.json");
    }
}
