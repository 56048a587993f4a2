package dev.slipway.server.certificate;

import dev.slipway.kernel.Json;
import dev.slipway.platforms.process.DurableFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept of orders, in the home of the edge: {@code acme/NAME/N} holds the N-th certificate of a name with its key,
 * and {@code certificates/NAME} is a symbolic link to the one in force. A link is swapped in one step, so that the edge
 * never sees a certificate beside the key of another. Of each name the last three are kept.
 */
final class CertificateFolder {

    /** How many certificates of a name are kept. */
    static final int KEPT = 3;

    /** More bytes than a key, a chain and the notes beside them take. */
    private static final int ROOM = 128 << 10;

    private final Path certificates;
    private final Path acme;

    /** @param home of the edge */
    CertificateFolder(Path home) {
        this.certificates = home.resolve("certificates");
        this.acme = home.resolve("acme");
    }

    /**
     * How the last orders of a name went; absent when the last one was good.
     *
     * @param failures in a row
     * @param next when it is tried again
     * @param trouble why the last one failed
     */
    record Failing(int failures, Instant next, String trouble) {}

    /** The key of the account; made when it is needed for the first time. */
    KeyPair account() throws IOException {
        Path file = privateFolder(acme).resolve("account.pem");
        if (!Files.exists(file)) {
            DurableFile.write(file, Keys.both(Keys.fresh()).getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return Keys.read(Files.readString(file));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no key of an account", e);
        }
    }

    /** The certificate in force. */
    Optional<X509Certificate> current(String name) throws IOException {
        Path chain = certificates.resolve(name).resolve("fullchain.pem");
        if (!Files.isRegularFile(chain)) {
            return Optional.empty();
        }
        try {
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(chain))));
        } catch (CertificateException e) {
            throw new IOException(chain + " holds no certificate", e);
        }
    }

    /**
     * Makes sure that a certificate can be kept before it is ordered: an authority counts orders, and one that was lost on a
     * full disk is spent.
     */
    void reserve(String name) throws IOException {
        Path room = privateFolder(privateFolder(acme).resolve(name)).resolve("room");
        try {
            Files.write(room, new byte[ROOM]);
        } finally {
            Files.deleteIfExists(room);
        }
    }

    /** Puts it into force. */
    void install(String name, Authority.Issued issued) throws IOException {
        Path all = privateFolder(privateFolder(acme).resolve(name));
        Path fresh = privateFolder(
                all.resolve(issued.chain().getFirst().getSerialNumber().toString(16)));
        DurableFile.write(
                fresh.resolve("privkey.pem"), Keys.secret(issued.key()).getBytes(StandardCharsets.US_ASCII));
        StringBuilder chain = new StringBuilder();
        for (X509Certificate certificate : issued.chain()) {
            try {
                chain.append(Keys.pem("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateException e) {
                throw new IOException("the certificate for " + name + " cannot be written", e);
            }
        }
        DurableFile.write(fresh.resolve("fullchain.pem"), chain.toString().getBytes(StandardCharsets.US_ASCII));
        Path link = all.resolve("link");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, fresh);
        Files.createDirectories(certificates);
        Files.move(
                link, certificates.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(state(name));
        prune(all);
    }

    /** Leaves the certificates that came last: the one in force, and those before it for whoever has to look back. */
    private static void prune(Path all) throws IOException {
        List<Path> issued = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all, Files::isDirectory)) {
            folders.forEach(issued::add);
        }
        Map<Path, FileTime> times = new HashMap<>();
        for (Path folder : issued) {
            times.put(folder, Files.getLastModifiedTime(folder));
        }
        issued.sort(Comparator.comparing(times::get, Comparator.reverseOrder()));
        for (Path old : issued.subList(Math.min(KEPT, issued.size()), issued.size())) {
            delete(old);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    Optional<Failing> failing(String name) throws IOException {
        return Files.exists(state(name))
                ? Optional.of(Json.read(Files.readString(state(name)), Failing.class))
                : Optional.empty();
    }

    void failed(String name, Failing failing) throws IOException {
        privateFolder(privateFolder(acme).resolve(name));
        DurableFile.write(state(name), Json.write(failing).getBytes(StandardCharsets.UTF_8));
    }

    private Path state(String name) {
        return acme.resolve(name).resolve("failing.json");
    }

    private static Path privateFolder(Path folder) throws IOException {
        return Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
