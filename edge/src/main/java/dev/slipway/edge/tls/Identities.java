package dev.slipway.edge.tls;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All certificates of a folder at one moment, by the name that a client asks for. Immutable.
 *
 * <p>Two layouts are read: {@code NAME.crt} or {@code NAME.pem} beside {@code NAME.key}, and, as certbot lays it out, a
 * folder per name with {@code fullchain.pem} and {@code privkey.pem}.
 */
final class Identities {

    private final List<Identity> all;
    private final Map<String, Identity> byName = new HashMap<>();

    private Identities(List<Identity> all) {
        this.all = List.copyOf(all);
        for (Identity identity : all) {
            for (String name : identity.names()) {
                byName.merge(name, identity, Identities::longerLived);
            }
        }
    }

    private static Identity longerLived(Identity one, Identity other) {
        return other.notAfter().isAfter(one.notAfter()) ? other : one;
    }

    /** @throws dev.slipway.kernel.Problem when one of them cannot be used */
    static Identities read(Path folder) {
        List<Identity> found = new ArrayList<>();
        for (Path entry : list(folder)) {
            Path chain = entry.resolve("fullchain.pem");
            Path key = Files.isDirectory(entry) ? entry.resolve("privkey.pem") : key(entry);
            if (Files.isRegularFile(chain) && Files.isRegularFile(key)) {
                found.add(Identity.read(chain, key));
            } else if (isChain(entry) && Files.isRegularFile(key)) {
                found.add(Identity.read(entry, key));
            }
        }
        return new Identities(found);
    }

    static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the folder " + folder, e);
        }
    }

    private static boolean isChain(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && (name.endsWith(".crt") || name.endsWith(".pem"));
    }

    private static Path key(Path chain) {
        String name = chain.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return chain.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".key");
    }

    List<Identity> all() {
        return all;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** By exact name, then by the parent with {@code *.} before it. */
    @Nullable
    SslContext find(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        Identity exact = byName.get(name);
        int dot = name.indexOf('.');
        Identity found = exact != null || dot < 0 ? exact : byName.get("*" + name.substring(dot));
        return found == null ? null : found.context();
    }
}
