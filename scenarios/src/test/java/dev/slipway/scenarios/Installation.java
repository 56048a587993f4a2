package dev.slipway.scenarios;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Slipway as it was built in this checkout, started by the command that a user would type. */
record Installation(Path root) {

    /** Skips the test when the modules have not been packaged, as in a build of this module alone. */
    static Installation built() {
        Path root = Path.of(System.getProperty("slipway.root", ".."))
                .toAbsolutePath()
                .normalize();
        for (String module : List.of("cli", "server", "edge")) {
            Path target = root.resolve(module).resolve("target");
            Assumptions.assumeTrue(
                    Files.isDirectory(target.resolve("lib")) && Files.exists(target.resolve(module + "-0.1.0.jar")),
                    module + " is not packaged; ./mvnw verify or ./slipway does it");
        }
        return new Installation(root);
    }

    /** A process that has not been started yet; it uses what is built and builds nothing. */
    ProcessBuilder command(String... arguments) {
        List<String> argv = new ArrayList<>(List.of(root.resolve("slipway").toString()));
        argv.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("SLIPWAY_NO_BUILD", "1", "SLIPWAY_JVM", "-Xmx256m", "PATH", withTheCompiler()));
        return builder;
    }

    /** What the tests deploy is compiled, and a JDK need not be on the PATH of a machine. */
    private static String withTheCompiler() {
        return Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator + System.getenv("PATH");
    }
}
