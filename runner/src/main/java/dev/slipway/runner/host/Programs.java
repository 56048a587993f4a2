package dev.slipway.runner.host;

import dev.slipway.kernel.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds programs as a shell would, on the job's own search path, which steps may have changed.
 *
 * @param searchPath the value of {@code PATH}
 */
public record Programs(String searchPath) {

    /** The first executable file of that name; a name with a slash is taken as it is. */
    public Optional<Path> find(String name) {
        if (name.contains("/")) {
            return Optional.of(Path.of(name)).filter(Programs::runnable);
        }
        return Arrays.stream(searchPath.split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder).resolve(name))
                .filter(Programs::runnable)
                .findFirst();
    }

    /**
     * @throws Problem of kind UNAVAILABLE, code {@code no-such-program}, when it is not installed
     */
    public String require(String name) {
        return find(name)
                .map(Path::toString)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "no-such-program",
                        "the program '" + name + "' is not installed on this host",
                        "install it, or add its folder to the PATH of the server"));
    }

    private static boolean runnable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
