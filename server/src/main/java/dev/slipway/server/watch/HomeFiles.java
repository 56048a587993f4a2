package dev.slipway.server.watch;

import dev.slipway.observe.config.FilePattern;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when one of the home's own configuration files, or one that these name, has changed: no restart is needed. */
public final class HomeFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HomeFiles.class);

    /** Programs that save a file write several times in a row. */
    private static final long QUIET_MILLIS = 200;

    private final WatchService service;
    private final Path home;
    private final Set<String> names;
    private final Runnable changed;
    private volatile List<FilePattern> named = List.of();

    private HomeFiles(WatchService service, Path home, Set<String> names, Runnable changed) {
        this.service = service;
        this.home = home;
        this.names = names;
        this.changed = changed;
    }

    /**
     * Listens from now on.
     *
     * @param names of files in the folder
     * @param changed called on a thread of its own, once for changes that follow on one another
     */
    public static HomeFiles watch(Path home, Set<String> names, Runnable changed) throws IOException {
        WatchService service = home.getFileSystem().newWatchService();
        HomeFiles files = new HomeFiles(service, home.normalize(), Set.copyOf(names), changed);
        files.register(files.home);
        Thread.ofPlatform().name("home-files").daemon().start(files::listen);
        return files;
    }

    private void register(Path folder) throws IOException {
        folder.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
    }

    /** From here on these files are listened for too, in place of those that were given before. */
    public void follow(List<FilePattern> files) {
        named = List.copyOf(files);
        for (Path folder : named.stream().map(FilePattern::folder).distinct().toList()) {
            try {
                register(folder);
            } catch (IOException e) {
                LOG.warn("changes in {} are not seen: {}", folder, e.toString());
            }
        }
    }

    private void listen() {
        try {
            while (true) {
                if (awaitChange()) {
                    tell();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedWatchServiceException closed) {
            LOG.debug("the home's files are watched no more");
        }
    }

    private void tell() {
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.error("a changed file of the home could not be taken over", e);
        }
    }

    /** Waits for changes, and until it is quiet again. @return whether they concern any of the files */
    private boolean awaitChange() throws InterruptedException {
        boolean concerned = false;
        for (WatchKey key = service.take(); key != null; key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
            for (WatchEvent<?> event : key.pollEvents()) {
                concerned |= event.kind().equals(StandardWatchEventKinds.OVERFLOW)
                        || (event.context() instanceof Path name && concerns((Path) key.watchable(), name));
            }
            key.reset();
        }
        return concerned;
    }

    private boolean concerns(Path folder, Path name) {
        Path file = folder.resolve(name);
        return (folder.equals(home) && names.contains(name.toString()))
                || named.stream().anyMatch(pattern -> pattern.matches(file));
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
