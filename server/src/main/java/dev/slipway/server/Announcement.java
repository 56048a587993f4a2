package dev.slipway.server;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.process.ProcessTree;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.traffic.EdgeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that the server is ready, to a person on the terminal and to programs by {@code server.json} in its folder. The
 * token for the first account also lies there, in a file that only the folder's owner can read, until it is used.
 */
final class Announcement {

    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);
    private static final String READY = "server.json";
    private static final String TOKEN = "setup.token";

    private Announcement() {}

    static void make(ServerConfig config, Home home, int port, Accounts accounts) {
        String url = config.publicUrl().orElse("http://" + config.listen().host() + ":" + port);
        EdgeAddress edge = EdgeAddress.read(home.edge());
        Path tokenFile = home.root().resolve(TOKEN);
        Optional<String> token = accounts.offerSetup(() -> remove(tokenFile));
        try {
            if (token.isPresent()) {
                write(tokenFile, token.get());
            } else {
                Files.deleteIfExists(tokenFile);
            }
            Map<String, Object> ready = new LinkedHashMap<>();
            long pid = ProcessHandle.current().pid();
            ready.put("pid", pid);
            ready.put("startTicks", ProcessTree.startTicks(pid).orElse(0L));
            ready.put("url", url);
            ready.put("edge", edge.listen());
            write(home.root().resolve(READY), Json.write(ready));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + home.root(), e);
        }
        System.out.println("Slipway listens on " + url + ", user traffic comes in on http://" + edge.listen());
        token.ifPresent(text -> System.out.println("No account yet. This makes the first administrator; the token is"
                + " valid until it is used or the server starts again:\n  slipway login " + url
                + " --name NAME --setup-token " + text));
        System.out.flush();
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} opens nothing any more, but could not be removed", file, e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
