package dev.slipway.server;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that holds everything a server must not lose, closed to other accounts of the machine and used by one
 * server at a time. The lock is the operating system's, so it ends with the process however that dies.
 */
public final class Home implements AutoCloseable {

    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private Home(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Makes the folder when it is not there, and takes it.
     *
     * @throws Problem code {@code home-in-use} when another server has it, {@code home-unusable} when it cannot be
     *     written to
     */
    public static Home open(Path root) {
        try {
            Home home = take(privateFolder(root));
            for (Path folder : home.folders()) {
                privateFolder(folder);
            }
            return home;
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "home-unusable",
                    "cannot use " + root + " for Slipway's state: " + e.getMessage(),
                    "choose a folder that this account may write to, with --home",
                    e);
        }
    }

    private static Home take(Path root) throws IOException {
        Path file = root.resolve("server.lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new Home(root, channel, lock);
            }
            channel.close();
            throw inUse(root);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(root);
        }
    }

    private static Problem inUse(Path root) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "home-in-use",
                "another Slipway server uses " + root,
                "stop that one, or start this one with another --home");
    }

    private static Path privateFolder(Path folder) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            var ownerOnly = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
            Files.setPosixFilePermissions(folder, ownerOnly);
        } else {
            Files.createDirectories(folder);
        }
        return folder.toRealPath();
    }

    private Path[] folders() {
        return new Path[] {
            repositories(),
            artifacts(),
            caches(),
            logs(),
            work(),
            instances(),
            containers(),
            targets(),
            edge(),
            keys(),
            metrics()
        };
    }

    public Path root() {
        return root;
    }

    /** Bare repositories. */
    public Path repositories() {
        return root.resolve("repos");
    }

    /** Artifacts by digest. */
    public Path artifacts() {
        return root.resolve("artifacts");
    }

    /** Caches of jobs. */
    public Path caches() {
        return root.resolve("caches");
    }

    /** Logs of jobs and instances. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** Working copies of jobs. */
    public Path work() {
        return root.resolve("work");
    }

    /** Unpacked releases and what runs of them. */
    public Path instances() {
        return root.resolve("instances");
    }

    /** What the platform of users' own targets keeps of its instances. */
    public Path targets() {
        return root.resolve("targets");
    }

    /** What the container platform keeps of its instances. */
    public Path containers() {
        return root.resolve("containers");
    }

    /** The edge's last known routes, and how to talk to it. */
    public Path edge() {
        return root.resolve("edge");
    }

    /** Samples of what is watched. */
    public Path metrics() {
        return root.resolve("metrics");
    }

    /** Keys that seal secrets. */
    public Path keys() {
        return root.resolve("keys");
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give " + root + " back", e);
        }
    }
}
