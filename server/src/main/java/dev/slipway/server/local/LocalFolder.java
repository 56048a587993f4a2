package dev.slipway.server.local;

import dev.slipway.runner.file.FileTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one {@code slipway run}, for its time only. A run that is killed cannot remove its own: the next one does,
 * which knows by a lock whose owner is gone, for the kernel opens the locks of a process that has ended.
 */
record LocalFolder(Path path, FileChannel owner) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalFolder.class);
    private static final String NAME = "slipway-run-";

    /** Until it is locked it has a name by which nobody looks for it. */
    private static final String UNLOCKED = "slipway-new-run-";

    private static final String OWNER = "owner";

    /** Those of this process: whoever closes another channel to a locked file would open the lock (POSIX). */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    /** @param parent such as {@code /tmp} */
    static LocalFolder fresh(Path parent) throws IOException {
        removeAbandoned(parent);
        Path unlocked = Files.createTempDirectory(parent, UNLOCKED);
        FileChannel owner =
                FileChannel.open(unlocked.resolve(OWNER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        owner.lock();
        Path path = parent.resolve(NAME + unlocked.getFileName().toString().substring(UNLOCKED.length()));
        OWN.add(path);
        Files.move(unlocked, path, StandardCopyOption.ATOMIC_MOVE);
        return new LocalFolder(path, owner);
    }

    private static void removeAbandoned(Path parent) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, NAME + "*")) {
            for (Path each : all) {
                if (!OWN.contains(each) && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    removeIfAbandoned(each);
                }
            }
        }
    }

    private static void removeIfAbandoned(Path folder) {
        try (FileChannel owner =
                FileChannel.open(folder.resolve(OWNER), Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            if (owner.tryLock() != null) {
                FileTree.remove(folder);
            }
        } catch (NoSuchFileException gone) {
            LOG.debug("{} is no folder of a run, or its owner removes it", folder);
        } catch (IOException e) {
            LOG.debug("{} is left as it is: somebody else's, or in use", folder, e);
        }
    }

    @Override
    public void close() throws IOException {
        FileTree.remove(path);
        owner.close();
        OWN.remove(path);
    }
}
