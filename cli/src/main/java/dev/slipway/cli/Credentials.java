package dev.slipway.cli;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tokens that {@code slipway login} got, in a file that only its owner can read.
 *
 * @param server the one logged in to last, used where nothing else names one
 * @param tokens by server
 */
record Credentials(Optional<String> server, Map<String, String> tokens) {

    private record Stored(@org.jspecify.annotations.Nullable String server, Map<String, String> tokens) {}

    static Path file(Surroundings here) {
        return here.configFolder().resolve("credentials.json");
    }

    static Credentials read(Surroundings here) {
        Path file = file(here);
        try {
            if (Files.notExists(file)) {
                return new Credentials(Optional.empty(), Map.of());
            }
            Stored stored = Json.read(Files.readString(file), Stored.class);
            return new Credentials(Optional.ofNullable(stored.server()), Map.copyOf(stored.tokens()));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** The same with a token for a server, which becomes the one used by default. */
    Credentials with(String at, String token) {
        Map<String, String> more = new TreeMap<>(tokens);
        more.put(at, token);
        return new Credentials(Optional.of(at), Map.copyOf(more));
    }

    void write(Surroundings here) {
        Path file = file(here);
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(
                    file.getParent(),
                    "credentials",
                    ".json",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, Json.write(new Stored(server.orElse(null), tokens)) + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static Problem unusable(Path file, IOException cause) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "credentials-file",
                "cannot use " + file + ": " + cause.getMessage(),
                "check who owns it, or set SLIPWAY_URL and SLIPWAY_TOKEN",
                cause);
    }
}
