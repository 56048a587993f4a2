package dev.slipway.server.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Hears of changes below a folder, except in git's own and in those that builds write to. */
final class FolderWatch implements AutoCloseable {

    private static final Set<String> LEFT_OUT = Set.of(".git", "target", "node_modules", "build", "dist", ".gradle");

    /** Programs that save a file write several times in a row. */
    private static final long QUIET_MILLIS = 200;

    private final Path root;
    private final WatchService service;

    private FolderWatch(Path root, WatchService service) {
        this.root = root;
        this.service = service;
    }

    static FolderWatch on(Path root) throws IOException {
        FolderWatch watch = new FolderWatch(root, root.getFileSystem().newWatchService());
        watch.register();
        return watch;
    }

    private void register() throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(root) && LEFT_OUT.contains(String.valueOf(folder.getFileName()))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                folder.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Waits for the first change, and until it is quiet again.
     *
     * @return false when it was closed instead
     */
    boolean awaitChange() throws InterruptedException, IOException {
        try {
            for (WatchKey key = service.take(); key != null; key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
                key.pollEvents();
                key.reset();
            }
            register();
            return true;
        } catch (ClosedWatchServiceException e) {
            return false;
        }
    }

    /** Ends also a wait that is under way. */
    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the watch of " + root + " does not end", e);
        }
    }
}
