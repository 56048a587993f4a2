package dev.slipway.server.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when one of the home's own configuration files has changed, so that it is in force without a restart. */
public final class HomeFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HomeFiles.class);

    /** Programs that save a file write several times in a row. */
    private static final long QUIET_MILLIS = 200;

    private final WatchService service;
    private final Set<String> names;
    private final Runnable changed;

    private HomeFiles(WatchService service, Set<String> names, Runnable changed) {
        this.service = service;
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
        home.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
        HomeFiles files = new HomeFiles(service, Set.copyOf(names), changed);
        Thread.ofPlatform().name("home-files").daemon().start(files::listen);
        return files;
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
                        || (event.context() instanceof Path name && names.contains(name.toString()));
            }
            key.reset();
        }
        return concerned;
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
