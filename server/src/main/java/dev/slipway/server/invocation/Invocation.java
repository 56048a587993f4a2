package dev.slipway.server.invocation;

import dev.slipway.kernel.Problem;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * All that a command may know of whoever called it. A command asks the process that it runs in for none of it, because
 * that process may serve another caller the next time.
 *
 * @param arguments behind the command's name
 * @param folder that relative paths begin at, absolute
 * @param environment all of the caller's variables
 * @param terminal whether a person watches the output
 * @param stop completes when the caller wants the command to end
 */
public record Invocation(
        List<String> arguments,
        Path folder,
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        CompletableFuture<Void> stop) {

    private static final int USAGE = 64;

    public Invocation {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** That of this process, which nobody stops but by its end. */
    public static Invocation ofThisProcess(String[] arguments) {
        return new Invocation(
                List.of(arguments),
                Path.of("").toAbsolutePath(),
                System.getenv(),
                System.out,
                System.err,
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .isPresent(),
                new CompletableFuture<>());
    }

    /** Whether the output goes to somebody who sees colours and wants them; see no-color.org. */
    public boolean colours() {
        return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** Whether one of the arguments asks how the command is used. */
    public boolean help() {
        return arguments.contains("-h") || arguments.contains("--help");
    }

    /** A file or folder as the caller wrote it. */
    public Path path(String written) {
        return folder.resolve(written).normalize();
    }

    /**
     * Tells the caller what is wrong.
     *
     * @return the exit code for it
     */
    public int complain(Problem problem) {
        err.println("error: " + problem.message());
        if (problem.hint() != null) {
            err.println("  " + problem.hint());
        }
        return problem.code().equals("usage") ? USAGE : problem.kind().exitCode();
    }
}
