package dev.slipway.platforms.process;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.DiskSpace;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artifacts unpacked once each, read-only, under their digest. A folder with its final name is complete: it is unpacked
 * beside and renamed. What was not used lately is removed, for it can be unpacked again: the time of a folder is that of
 * its last use.
 */
public final class ContentStore {

    /** So many of those used last stay, whoever uses them: enough for the ways back of some environments. */
    static final int KEPT = 20;

    /** What was used within this time stays: a task may be at work with it. */
    static final Duration FRESH = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ContentStore.class);
    private static final String UNFINISHED = "unfinished-";

    private final Path root;
    private final ArtifactSource artifacts;
    private final Unpacker unpacker;
    private final InstantSource clock;
    private final ConcurrentHashMap<Digest, ReentrantLock> locks = new ConcurrentHashMap<>();

    /**
     * @param root where the content is kept
     * @param limits of what an artifact may hold
     */
    public ContentStore(Path root, ArtifactSource artifacts, UnpackLimits limits, InstantSource clock)
            throws IOException {
        this.root = Tree.privateFolder(root);
        this.artifacts = artifacts;
        this.unpacker = new Unpacker(limits);
        this.clock = clock;
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(root, UNFINISHED + "*")) {
            for (Path leftover : leftovers) {
                Tree.delete(leftover);
            }
        }
    }

    /**
     * Looks for it without unpacking.
     *
     * @throws Problem of kind NOT_FOUND, code {@code artifact-missing}
     */
    public void require(Digest digest) throws IOException {
        if (!Files.isDirectory(folder(digest))) {
            locate(digest);
        }
    }

    /** The unpacked artifact; unpacks it when this is the first time. */
    public Path get(Digest digest) throws IOException {
        ReentrantLock lock = locks.computeIfAbsent(digest, _ -> new ReentrantLock());
        lock.lock();
        try {
            Path folder = folder(digest);
            if (!Files.isDirectory(folder)) {
                unpack(digest, folder);
            }
            Files.setLastModifiedTime(folder, FileTime.from(clock.instant()));
            return folder;
        } finally {
            lock.unlock();
        }
    }

    /** It is in use, unpacked or in what was made of it. */
    public void used(Digest digest) throws IOException {
        Path folder = folder(digest);
        if (Files.isDirectory(folder)) {
            Files.setLastModifiedTime(folder, FileTime.from(clock.instant()));
        }
    }

    /**
     * Removes what was not used lately.
     *
     * @param needed by what runs or is about to
     * @param without removes what was made of an artifact, and says whether it is gone
     */
    public void tidy(Set<Digest> needed, Predicate<Digest> without) throws IOException {
        Instant fresh = clock.instant().minus(FRESH);
        List<Used> byUse = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root, each -> isContent(each.getFileName()))) {
            for (Path each : all) {
                byUse.add(new Used(each, Files.getLastModifiedTime(each).toInstant()));
            }
        }
        byUse.sort(Comparator.comparing(Used::last).reversed());
        for (Used each : byUse.subList(Math.min(KEPT, byUse.size()), byUse.size())) {
            Digest digest = new Digest(each.folder().getFileName().toString());
            if (!needed.contains(digest) && each.last().isBefore(fresh) && without.test(digest)) {
                remove(digest, each);
            }
        }
    }

    private record Used(Path folder, Instant last) {}

    private static boolean isContent(Path name) {
        return name.toString().matches("[0-9a-f]{64}");
    }

    /** What somebody has taken up meanwhile stays. */
    private void remove(Digest digest, Used seen) throws IOException {
        ReentrantLock lock = locks.computeIfAbsent(digest, _ -> new ReentrantLock());
        lock.lock();
        try {
            if (Files.getLastModifiedTime(seen.folder()).toInstant().equals(seen.last())) {
                Path unfinished = root.resolve(UNFINISHED + digest.hex());
                Files.move(seen.folder(), unfinished, StandardCopyOption.ATOMIC_MOVE);
                Tree.delete(unfinished);
                LOG.info("artifact {} is unpacked no more: nothing has used it lately", digest.brief());
            }
        } finally {
            lock.unlock();
        }
    }

    private void unpack(Digest digest, Path folder) throws IOException {
        Path archive = locate(digest);
        if (!Digest.of(archive).equals(digest)) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "artifact-corrupt",
                    "the bytes of artifact " + digest.brief() + " are not those that were uploaded",
                    "restore the artifact from a backup, or run the workflow again");
        }
        Path unfinished = Tree.privateFolder(root.resolve(UNFINISHED + digest.hex()));
        try {
            unpacker.unpack(archive, unfinished);
            Tree.makeReadOnly(unfinished);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            DurableFile.syncFolder(root);
        } catch (IOException e) {
            throw DiskSpace.problem(root, "artifact-unpack", "artifact " + digest.brief() + " cannot be unpacked", e);
        } finally {
            Tree.delete(unfinished);
        }
    }

    private Path locate(Digest digest) throws IOException {
        return artifacts
                .find(digest)
                .filter(Files::isRegularFile)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "artifact-missing",
                        "artifact " + digest.brief() + " is not kept any more",
                        "run the workflow again, or deploy a release whose artifacts are kept"));
    }

    private Path folder(Digest digest) {
        return root.resolve(digest.hex());
    }
}
