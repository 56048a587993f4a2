package dev.slipway.edge;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an edge that takes over gets from the one that runs. Sockets are handed over as they are: one can be added, which
 * the new edge then opens itself, but none can move or go.
 */
final class Succession {

    private Succession() {}

    /**
     * How many sockets the running edge will give.
     *
     * @throws Problem of kind CONFLICT, code {@code other-sockets}, when the options ask for what cannot be had so; asked
     *     before the running edge has given up anything
     */
    static int sockets(EdgeOptions options) {
        Path file = options.home().resolve("edge.json");
        if (Files.notExists(file)) {
            return options.tlsListen().isEmpty() ? 1 : 2;
        }
        JsonNode running = read(file);
        @Nullable String plain = running.path("listen").asString(null);
        @Nullable String secure = running.path("tlsListen").asString(null);
        stays("--listen", plain, Optional.of(options.listen()));
        stays("--tls-listen", secure, options.tlsListen());
        return secure == null ? 1 : 2;
    }

    private static JsonNode read(Path file) {
        try {
            return Json.mapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void stays(String option, @Nullable String running, Optional<InetSocketAddress> asked) {
        if (running == null) {
            return;
        }
        if (asked.isEmpty()) {
            throw other(running, "the options have no " + option);
        }
        int port = asked.get().getPort();
        if (port != 0 && !running.endsWith(":" + port)) {
            throw other(running, option + " says port " + port);
        }
    }

    private static Problem other(String running, String asked) {
        return Problem.of(
                Problem.Kind.CONFLICT,
                "other-sockets",
                "the edge that runs listens on " + running + ", " + asked,
                "sockets are taken over as they are: keep the address, or end the edge and start the server again;"
                        + " TLS can be added, not moved or given up");
    }
}
