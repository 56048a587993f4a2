package dev.slipway.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * All that a command sees of the machine it runs on, so that a test can give it another one.
 *
 * @param env environment variables
 * @param folder the current folder
 * @param out for what was asked for
 * @param err for problems and remarks
 * @param in for secrets that are piped in
 * @param clock the time
 * @param terminal what the output goes to
 */
record Surroundings(
        Map<String, String> env,
        Path folder,
        PrintStream out,
        PrintStream err,
        InputStream in,
        InstantSource clock,
        Terminal terminal) {

    static Surroundings ofThisProcess() {
        Map<String, String> env = System.getenv();
        return new Surroundings(
                env,
                Path.of("").toAbsolutePath(),
                System.out,
                System.err,
                System.in,
                InstantSource.system(),
                new Terminal.OfThisProcess(env));
    }

    /** A variable that is set and not empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
    }

    /** The folder of the command's own files, after the XDG base directory specification. */
    Path configFolder() {
        return variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .orElseGet(() -> home().resolve(".config"))
                .resolve("slipway");
    }

    Path home() {
        return Path.of(variable("HOME").orElseGet(() -> System.getProperty("user.home", ".")));
    }

    Style style() {
        return new Style(terminal.isTerminal() && variable("NO_COLOR").isEmpty());
    }
}
