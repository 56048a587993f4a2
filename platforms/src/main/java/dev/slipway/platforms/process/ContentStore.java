package dev.slipway.platforms.process;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.DiskSpace;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Artifacts unpacked once each, read-only, under their digest. A folder with its final name is complete: it is unpacked
 * beside and renamed.
 */
public final class ContentStore {

    private static final String UNFINISHED = "unfinished-";

    private final Path root;
    private final ArtifactSource artifacts;
    private final Unpacker unpacker;
    private final ConcurrentHashMap<Digest, ReentrantLock> locks = new ConcurrentHashMap<>();

    /**
     * @param root where the content is kept
     * @param limits of what an artifact may hold
     */
    public ContentStore(Path root, ArtifactSource artifacts, UnpackLimits limits) throws IOException {
        this.root = Tree.privateFolder(root);
        this.artifacts = artifacts;
        this.unpacker = new Unpacker(limits);
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
            return folder;
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
