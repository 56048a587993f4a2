package dev.slipway.runner.artifact;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.file.BlobFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps artifacts in a folder: blobs by digest, and for each run a small file per artifact that names its blob.
 *
 * <p>A blob goes when nothing names it (mark and sweep): the names are read while jobs go on saving, and what was named
 * since the reading began is spared. Nothing but the files themselves is remembered, so a removal that was cut short at
 * any point is finished by the next one.
 */
public final class DiskArtifactStore implements ArtifactStore {

    private static final int LONGEST_NAME = 200;

    private final Path runs;
    private final BlobFolder blobs;
    private final Duration longest;
    private final InstantSource clock;
    private final Set<Digest> named = new HashSet<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** @param longest time that an artifact is kept */
    public DiskArtifactStore(Path folder, Duration longest, InstantSource clock) {
        this.runs = folder.resolve("runs");
        this.blobs = new BlobFolder(folder.resolve("blobs"));
        this.longest = longest;
        this.clock = clock;
    }

    @Override
    public Artifact save(String run, String name, Path file, Terms terms) throws IOException {
        checkName(name);
        lock.lock();
        try {
            if (!terms.overwrite() && ownName(run, name)) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "artifact-exists",
                        "this run already has an artifact named '" + name + "'",
                        "give it another name (in a matrix, put a matrix value into it) or set `overwrite: true`");
            }
            long size = Files.size(file);
            Digest digest = blobs.take(file);
            Instant now = clock.instant();
            Duration life =
                    terms.keep().filter(asked -> asked.compareTo(longest) < 0).orElse(longest);
            Artifact artifact = new Artifact(name, digest, size, terms.type(), now, Optional.of(now.plus(life)));
            write(run, artifact, false);
            return artifact;
        } finally {
            lock.unlock();
        }
    }

    private void write(String run, Artifact artifact, boolean inherited) throws IOException {
        named.add(artifact.digest());
        BlobFolder.replace(record(run, artifact.name()), Json.write(Entry.of(artifact, inherited)));
    }

    @Override
    public Duration longest() {
        return longest;
    }

    @Override
    public List<Artifact> list(String run) throws IOException {
        Path folder = folder(run);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> records =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            List<Artifact> artifacts = new ArrayList<>();
            for (Path file : records) {
                read(file).map(Entry::artifact).ifPresent(artifacts::add);
            }
            artifacts.sort(Comparator.comparing(Artifact::name));
            return List.copyOf(artifacts);
        }
    }

    /** Absent when it was removed meanwhile. */
    private static Optional<Entry> read(Path record) throws IOException {
        try {
            return Optional.of(Json.read(Files.readString(record), Entry.class));
        } catch (NoSuchFileException removed) {
            return Optional.empty();
        }
    }

    private boolean ownName(String run, String name) throws IOException {
        return read(record(run, name)).filter(entry -> !entry.inherited()).isPresent();
    }

    @Override
    public void inherit(String run, String from) throws IOException {
        lock.lock();
        try {
            for (Artifact artifact : list(from)) {
                write(run, artifact, true);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove(String run, String name) throws IOException {
        lock.lock();
        try {
            Files.deleteIfExists(record(run, name));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Kept> all() throws IOException {
        List<Kept> all = new ArrayList<>();
        if (Files.isDirectory(runs)) {
            try (Stream<Path> folders = Files.list(runs)) {
                for (Path folder : folders.toList()) {
                    String run = folder.getFileName().toString();
                    list(run).forEach(artifact -> all.add(new Kept(run, artifact)));
                }
            }
        }
        return all;
    }

    @Override
    public void forget(Kept kept) throws IOException {
        lock.lock();
        try {
            Path record = record(kept.run(), kept.artifact().name());
            if (read(record).map(Entry::artifact).equals(Optional.of(kept.artifact()))) {
                Files.delete(record);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long removeUnnamed(Set<Digest> others) throws IOException {
        lock.lock();
        try {
            named.clear();
        } finally {
            lock.unlock();
        }
        Set<Digest> before = new HashSet<>(others);
        all().forEach(kept -> before.add(kept.artifact().digest()));
        long removed = 0;
        for (BlobFolder.Blob blob : blobs.all()) {
            if (blob.digest().filter(before::contains).isEmpty()) {
                removed += removeUnlessNamed(blob);
            }
        }
        return removed;
    }

    private long removeUnlessNamed(BlobFolder.Blob blob) throws IOException {
        lock.lock();
        try {
            boolean spared = blob.digest().filter(named::contains).isPresent();
            if (spared || Files.notExists(blob.file())) {
                return 0;
            }
            long size = Files.size(blob.file());
            Files.delete(blob.file());
            return size;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Path> content(Artifact artifact) {
        return blobs.find(artifact.digest());
    }

    /** The bytes that have this digest, whichever run made them. */
    public Optional<Path> content(Digest digest) {
        return blobs.find(digest);
    }

    private Path record(String run, String name) {
        return folder(run).resolve(Digest.of(name).hex() + ".json");
    }

    private Path folder(String run) {
        if (!run.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException("no id of a run: " + run);
        }
        return runs.resolve(run);
    }

    /** The same characters that GitHub refuses, because not every file system can hold them. */
    private static void checkName(String name) {
        boolean bad = name.isBlank()
                || name.length() > LONGEST_NAME
                || name.chars().anyMatch(c -> c < ' ' || "\":<>|*?\\/".indexOf(c) >= 0);
        if (bad) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-artifact-name",
                    "'" + name + "' cannot name an artifact",
                    "use at most " + LONGEST_NAME + " characters without any of \" : < > | * ? \\ / and line breaks");
        }
    }

    /**
     * @param type absent for an archive
     * @param inherited from an earlier attempt of the run, whose jobs may make it anew
     */
    private record Entry(
            String name,
            String sha256,
            long sizeBytes,
            @Nullable String type,
            Instant createdAt,
            @Nullable Instant expiresAt,
            boolean inherited) {
        static Entry of(Artifact artifact, boolean inherited) {
            return new Entry(
                    artifact.name(),
                    artifact.digest().hex(),
                    artifact.sizeBytes(),
                    artifact.isArchive() ? null : artifact.type(),
                    artifact.createdAt(),
                    artifact.expiresAt().orElse(null),
                    inherited);
        }

        Artifact artifact() {
            return new Artifact(
                    name,
                    new Digest(sha256),
                    sizeBytes,
                    Optional.ofNullable(type).orElse(Artifact.ZIP),
                    createdAt,
                    Optional.ofNullable(expiresAt));
        }
    }
}
