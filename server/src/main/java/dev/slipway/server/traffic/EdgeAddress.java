package dev.slipway.server.traffic;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the edge is, as it wrote into its folder when it was ready. Read anew for every conversation that fails, for an
 * edge that was started again has other sockets.
 *
 * @param pid of the edge's process
 * @param startTicks when that process started, to know it from another with the same pid
 * @param bootId names this life of the edge
 * @param listen where users reach it
 * @param admin where the control plane reaches it
 */
public record EdgeAddress(long pid, long startTicks, String bootId, String listen, String admin) {

    private static final String FILE = "edge.json";
    private static final String TOKEN = "admin.token";

    /** @throws Problem UNAVAILABLE, code {@code edge-unknown}, when no edge has been ready in this folder */
    public static EdgeAddress read(Path folder) {
        try {
            String text = Files.readString(folder.resolve(FILE));
            return Json.mapper()
                    .readerFor(EdgeAddress.class)
                    .without(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(text);
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "edge-unknown",
                    "no edge has announced itself in " + folder,
                    "`slipway server` starts it",
                    e);
        }
    }

    URI uri(String path) {
        return URI.create("http://" + admin + path);
    }

    /** Where the edge's admin token lies. */
    public static Path tokenFile(Path folder) {
        return folder.resolve(TOKEN);
    }

    /** The bearer token that the edge's admin API asks for. */
    static String token(Path folder) {
        try {
            return Files.readString(tokenFile(folder)).strip();
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "edge-token",
                    "the edge's admin token cannot be read: " + e.getMessage(),
                    "server and edge must use the same folder and run as the same user",
                    e);
        }
    }
}
