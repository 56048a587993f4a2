package dev.slipway.edge.tls;

import dev.slipway.kernel.Problem;
import io.netty.handler.ssl.SslContext;
import io.netty.util.Mapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates in force. The kernel tells when a file of the folder has changed; the whole folder is then read anew and
 * swapped in at once, so that connections go on and the next handshake has the new certificate. A folder that cannot be
 * used changes nothing: the certificates of before stay, and the log says why.
 */
public final class CertificateStore implements Mapping<String, SslContext>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateStore.class);

    /** A certificate and its key are two files, written one after the other. */
    private static final long QUIET_MILLIS = 200;

    private final Path folder;
    private final WatchService watch;
    private volatile Identities identities;
    private volatile @Nullable String complaint;

    /**
     * Reads the folder and follows it from now on.
     *
     * @throws Problem of kind INVALID when a certificate in it cannot be used
     */
    public CertificateStore(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            this.watch = folder.getFileSystem().newWatchService();
            observe();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot watch the folder " + folder, e);
        }
        this.identities = Identities.read(folder);
        Thread.ofPlatform().daemon().name("certificates").start(this::follow);
    }

    private void observe() throws IOException {
        register(folder);
        for (Path entry : Identities.list(folder)) {
            if (Files.isDirectory(entry)) {
                register(entry);
            }
        }
    }

    private void register(Path watched) throws IOException {
        watched.register(
                watch,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
    }

    private void follow() {
        try {
            while (true) {
                for (WatchKey key = watch.take(); key != null; key = watch.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
                    key.pollEvents();
                    key.reset();
                }
                reload();
            }
        } catch (ClosedWatchServiceException closed) {
            LOG.debug("certificates are not followed any more");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reload() {
        try {
            observe();
            Identities fresh = Identities.read(folder);
            if (fresh.isEmpty() && !identities.isEmpty()) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "no-certificates",
                        "the folder " + folder + " holds no certificate any more",
                        "put NAME.crt and NAME.key there");
            }
            identities = fresh;
            complaint = null;
            LOG.info("{} certificates in force", fresh.all().size());
        } catch (Problem | UncheckedIOException | IOException e) {
            complaint = e.getMessage();
            LOG.warn("the certificates stay as they were: {}", e.getMessage());
        }
    }

    /** @throws UnknownName when there is none for that name: the client is told so in the handshake */
    @Override
    public SslContext map(@Nullable String host) {
        Identities now = identities;
        SslContext found = host == null ? null : now.find(host);
        if (found == null && host == null && now.all().size() == 1) {
            found = now.all().getFirst().context();
        }
        if (found == null) {
            throw new UnknownName(host);
        }
        return found;
    }

    /** Whether clients that ask for this name can be served. */
    public boolean covers(String host) {
        return identities.find(host) != null;
    }

    /** What is in force. */
    public Report report() {
        return new Report(
                identities.all().stream()
                        .map(identity -> new Report.Certificate(
                                identity.names(),
                                identity.notAfter(),
                                folder.relativize(identity.chain()).toString()))
                        .toList(),
                complaint);
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop watching " + folder, e);
        }
    }

    /**
     * The certificates in force.
     *
     * @param complaint why the folder as it is now could not be used, so that older certificates serve; null when it could
     */
    public record Report(
            List<Certificate> certificates, @Nullable String complaint) {

        /** TLS is not offered. */
        public static final Report NONE = new Report(List.of(), null);

        /**
         * @param names host names that it is for
         * @param notAfter when it expires
         * @param file within the folder
         */
        public record Certificate(List<String> names, Instant notAfter, String file) {}
    }

    /** A client asked for a name that there is no certificate for. */
    static final class UnknownName extends RuntimeException {
        UnknownName(@Nullable String host) {
            super("no certificate for " + host, null, false, false);
        }
    }
}
