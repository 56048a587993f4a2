package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;

/** The slipway command. */
public final class Main {

    private static final int USAGE = 64;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Surroundings.ofThisProcess(), arguments));
    }

    /** @return the exit code: that of the Problem's kind where there was one */
    static int run(Surroundings here, String... arguments) {
        if (arguments.length == 1 && (arguments[0].equals("version") || arguments[0].equals("--version"))) {
            return new VersionCommand(here).call();
        }
        CommandLine line = Commands.commandLine(here, arguments);
        PrintWriter out = new PrintWriter(here.out(), true, StandardCharsets.UTF_8);
        line.setOut(out);
        line.setErr(new PrintWriter(here.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                here.style().colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        boolean verbose = Arrays.asList(arguments).contains("--verbose");
        line.setExecutionExceptionHandler((e, command, result) -> failed(here, e, verbose));
        line.setParameterExceptionHandler((e, given) -> misused(here, e));
        if (arguments.length == 0) {
            line.usage(out);
            return USAGE;
        }
        return line.execute(arguments);
    }

    private static int failed(Surroundings here, Exception e, boolean verbose) {
        if (e instanceof Problem problem) {
            explain(here, problem.message(), problem.hint());
            return problem.kind().exitCode();
        }
        Defect defect = new Defect(here, e);
        explain(here, defect.words(), defect.hint(verbose));
        return Problem.Kind.INTERNAL.exitCode();
    }

    private static int misused(Surroundings here, CommandLine.ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        explain(here, misuse(e), suggestion(e) + "see '" + command + " --help'");
        return USAGE;
    }

    /** The commands that a mistyped one may have been meant for. */
    private static String suggestion(CommandLine.ParameterException e) {
        return strayWord(e)
                .flatMap(word -> Suggestion.nearest(
                        word, e.getCommandLine().getSubcommands().keySet()))
                .map(near -> "did you mean '" + near + "'? ")
                .orElse("");
    }

    private static Optional<String> strayWord(CommandLine.ParameterException e) {
        return e instanceof CommandLine.UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                ? Optional.of(unmatched.getUnmatched().getFirst())
                : Optional.empty();
    }

    /** Without the library's count of words, which nobody who types them makes. */
    private static String misuse(CommandLine.ParameterException e) {
        boolean takesCommands = !e.getCommandLine().getSubcommands().isEmpty();
        return strayWord(e)
                .map(word ->
                        takesCommands ? "there is no command '" + word + "'" : "there is no place for '" + word + "'")
                .orElseGet(() -> String.valueOf(e.getMessage()));
    }

    /** Two lines: what happened, and what to do. */
    private static void explain(Surroundings here, String what, @org.jspecify.annotations.Nullable String hint) {
        here.err().println(here.style().bad("error: ") + what);
        if (hint != null) {
            here.err().println("  " + hint);
        }
    }
}
