package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an instance finds in its environment: little, and nothing of the server's own but the PATH. */
final class InstanceEnvironment {

    private final ProcessOptions options;
    private final Path javaHome;

    InstanceEnvironment(ProcessOptions options) throws IOException {
        this.options = options;
        this.javaHome = suitableJava(options).orElse(options.javaHome());
    }

    /** Variables of the service win over the platform's defaults, and never over what names the instance. */
    Map<String, String> variables(InstanceSpec spec, Path work, Path temporary, Path data) {
        Map<String, String> env = new TreeMap<>();
        env.put("HOME", work.toString());
        env.put("LANG", "C.UTF-8");
        env.put("TMPDIR", temporary.toString());
        env.put("JAVA_HOME", javaHome.toString());
        env.put("PATH", javaHome.resolve("bin") + ":" + options.searchPath());
        env.putAll(spec.env());
        env.putAll(spec.secrets());
        env.put("SLIPWAY_PROJECT", spec.project());
        env.put("SLIPWAY_ENVIRONMENT", spec.environment());
        env.put("SLIPWAY_SERVICE", spec.service());
        env.put("SLIPWAY_RELEASE", spec.release());
        env.put("SLIPWAY_INSTANCE", spec.name());
        env.put("SLIPWAY_DATA", data.toString());
        return env;
    }

    /**
     * The argv with its program found, so that a missing program is an error with words and no exit code.
     *
     * @throws Problem of kind INVALID, code {@code program-missing}
     */
    List<String> argv(List<String> command, Map<String, String> env, Path work) {
        String program = command.isEmpty() ? "" : command.getFirst();
        List<String> argv = new ArrayList<>(command);
        if (!argv.isEmpty()) {
            argv.set(
                    0,
                    find(program, env.getOrDefault("PATH", ""), work)
                            .orElseThrow(() -> missing(program))
                            .toString());
            return argv;
        }
        throw missing(program);
    }

    private static Optional<Path> find(String program, String searchPath, Path work) {
        if (program.contains("/")) {
            return Optional.of(work.resolve(program)).filter(InstanceEnvironment::executable);
        }
        for (String folder : searchPath.split(":")) {
            Path candidate = work.resolve(folder).resolve(program);
            if (!folder.isEmpty() && executable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean executable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static Problem missing(String program) {
        return Problem.of(
                Problem.Kind.INVALID,
                "program-missing",
                "there is no program '" + program + "' to run",
                "name a program on the PATH, or a file of the artifact that has the right to be executed (./run.sh)");
    }

    /** The JDK of the PATH's java when it is at least as new as the one that runs Slipway. */
    private static Optional<Path> suitableJava(ProcessOptions options) throws IOException {
        Optional<Path> java = find("java", options.searchPath(), Path.of("/"));
        if (java.isEmpty()) {
            return Optional.empty();
        }
        Path home = java.get().toRealPath().resolveSibling("..").normalize();
        Path release = home.resolve("release");
        if (!Files.isReadable(release)) {
            return Optional.empty();
        }
        return Files.readAllLines(release).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
                .filter(version -> Runtime.Version.parse(version).feature()
                        >= Runtime.version().feature())
                .findFirst()
                .map(_ -> home);
    }
}
