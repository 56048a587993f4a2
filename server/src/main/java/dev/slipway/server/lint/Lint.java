package dev.slipway.server.lint;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code slipway lint}: the check of a push, on this machine and without a server. */
public final class Lint {

    private static final int USAGE = 64;
    private static final List<String> FLAGS = List.of("--json", "--lock");

    private static final String HELP = """
            Usage: slipway lint [-h] [--json] [--lock] [FOLDER]
            Check slipway.yml and the workflows of a repository; FOLDER is the current one without it.

            --lock pins the actions that the workflows use to the commits that their versions name now, in
            .github/actions-lock.json; from then on only these run.

            Examples:
              slipway lint
              slipway lint ../shop --json
              slipway lint --lock

            Exit codes: 0 no errors (there may be warnings), 65 errors, 66 nothing to check, 64 wrong usage.
            """;

    private Lint() {}

    public static void main(String[] arguments) throws IOException {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /** @return the exit code */
    static int run(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
        List<String> folders = new ArrayList<>();
        boolean json = false;
        boolean lock = false;
        for (String argument : arguments) {
            if (argument.equals("-h") || argument.equals("--help")) {
                out.print(HELP);
                return 0;
            }
            if (argument.startsWith("-") && !FLAGS.contains(argument)) {
                err.println("error: unknown option '" + argument + "'\n  see 'slipway lint --help'");
                return USAGE;
            }
            lock |= argument.equals("--lock");
            json |= argument.equals("--json");
            if (!argument.startsWith("-")) {
                folders.add(argument);
            }
        }
        if (folders.size() > 1) {
            err.println("error: one folder at a time\n  see 'slipway lint --help'");
            return USAGE;
        }
        Path folder = Path.of(folders.isEmpty() ? "" : folders.getFirst());
        return check(folder, json, lock, out, err);
    }

    private static int check(Path folder, boolean json, boolean lock, PrintStream out, PrintStream err)
            throws IOException {
        try {
            List<Finding> findings = new RepositoryFiles(folder.toAbsolutePath().normalize()).check();
            if (lock) {
                new LockCommand(folder.toAbsolutePath().normalize(), System.getenv()).write(out);
            }
            if (json) {
                out.println(Json.write(findings));
            } else {
                findings.forEach(out::println);
                out.println(summary(findings));
            }
            return Finding.anyError(findings) ? Problem.Kind.INVALID.exitCode() : 0;
        } catch (Problem problem) {
            err.println("error: " + problem.message());
            if (problem.hint() != null) {
                err.println("  " + problem.hint());
            }
            return problem.kind().exitCode();
        }
    }

    private static String summary(List<Finding> findings) {
        return findings.isEmpty()
                ? "Nothing to complain about."
                : findings.size() + (findings.size() == 1 ? " finding." : " findings.");
    }
}
