package dev.slipway.runner.artifact;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.file.BlobFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Keeps artifacts in a folder: blobs by digest, and for each run a small file per artifact that names its blob. */
public final class DiskArtifactStore implements ArtifactStore {

    private static final int LONGEST_NAME = 200;

    private final Path runs;
    private final BlobFolder blobs;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    public DiskArtifactStore(Path folder, InstantSource clock) {
        this.runs = folder.resolve("runs");
        this.blobs = new BlobFolder(folder.resolve("blobs"));
        this.clock = clock;
    }

    @Override
    public Artifact save(String run, String name, Path archive, boolean overwrite) throws IOException {
        checkName(name);
        lock.lock();
        try {
            if (!overwrite && ownName(run, name)) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "artifact-exists",
                        "this run already has an artifact named '" + name + "'",
                        "give it another name (in a matrix, put a matrix value into it) or set `overwrite: true`");
            }
            long size = Files.size(archive);
            Digest digest = blobs.take(archive);
            Artifact artifact = new Artifact(name, digest, size, clock.instant());
            BlobFolder.replace(record(run, name), Json.write(Entry.of(artifact, false)));
            return artifact;
        } finally {
            lock.unlock();
        }
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
            List<Artifact> artifacts = new java.util.ArrayList<>();
            for (Path file : records) {
                artifacts.add(Json.read(Files.readString(file), Entry.class).artifact());
            }
            artifacts.sort(Comparator.comparing(Artifact::name));
            return List.copyOf(artifacts);
        }
    }

    private boolean ownName(String run, String name) throws IOException {
        Path record = record(run, name);
        return Files.exists(record)
                && !Json.read(Files.readString(record), Entry.class).inherited();
    }

    @Override
    public void inherit(String run, String from) throws IOException {
        lock.lock();
        try {
            for (Artifact artifact : list(from)) {
                BlobFolder.replace(record(run, artifact.name()), Json.write(Entry.of(artifact, true)));
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
    public Optional<Path> archive(Artifact artifact) {
        return blobs.find(artifact.digest());
    }

    /** The archive that has this digest, whichever run made it. */
    public Optional<Path> archive(Digest digest) {
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

    /** @param inherited from an earlier attempt of the run, whose jobs may make it anew */
    private record Entry(String name, String sha256, long sizeBytes, Instant createdAt, boolean inherited) {
        static Entry of(Artifact artifact, boolean inherited) {
            return new Entry(
                    artifact.name(), artifact.digest().hex(), artifact.sizeBytes(), artifact.createdAt(), inherited);
        }

        Artifact artifact() {
            return new Artifact(name, new Digest(sha256), sizeBytes, createdAt);
        }
    }
}
