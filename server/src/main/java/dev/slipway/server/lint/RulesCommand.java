package dev.slipway.server.lint;

import dev.slipway.kernel.Problem;
import dev.slipway.server.log.Logging;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code slipway rules}: checks, tests and adds rule files on this machine, without a server, as promtool does. */
public final class RulesCommand {

    private static final int USAGE = 64;
    private static final List<String> VERBS = List.of("check", "test", "packs", "add");

    private static final String HELP = """
            Usage: slipway rules check FILE...
                   slipway rules test FILE...
                   slipway rules packs
                   slipway rules add PACK...

            check  reads rule files in Prometheus' format and says what is wrong with them
            test   runs rule tests in the format of 'promtool test rules'
            packs  lists rules that every team needs
            add    writes such rules into .slipway/rules of this folder, to be changed there

            Examples:
              slipway rules check .slipway/rules/*.yml
              slipway rules test tests/rules_test.yml
              slipway rules add site-down certificate-expiry

            Exit codes: 0 all is well (there may be warnings), 65 errors or failed tests, 66 a file is not there,
            64 wrong usage.
            """;

    private RulesCommand() {}

    public static void main(String[] arguments) throws IOException {
        Logging.quiet();
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        String none = System.getenv("NO_COLOR");
        System.exit(run(
                List.of(arguments), Path.of(""), terminal && (none == null || none.isEmpty()), System.out, System.err));
    }

    /**
     * @param folder that file names are relative to
     * @param colours whether the output goes to somebody who sees colours
     * @return the exit code
     */
    static int run(List<String> arguments, Path folder, boolean colours, PrintStream out, PrintStream err)
            throws IOException {
        if (arguments.contains("-h") || arguments.contains("--help")) {
            out.print(HELP);
            return 0;
        }
        List<String> names = arguments.stream().skip(1).toList();
        String verb = arguments.isEmpty() ? "" : arguments.getFirst();
        boolean known = VERBS.contains(verb) && names.isEmpty() == verb.equals("packs");
        if (!known || names.stream().anyMatch(name -> name.startsWith("-"))) {
            err.println("error: say 'check' or 'test' and files, 'packs', or 'add' and packs\n"
                    + "  see 'slipway rules --help'");
            return USAGE;
        }
        try {
            Path whole = folder.toAbsolutePath().normalize();
            return perform(verb, names, whole, colours, out) ? 0 : Problem.Kind.INVALID.exitCode();
        } catch (Problem problem) {
            err.println("error: " + problem.message());
            if (problem.hint() != null) {
                err.println("  " + problem.hint());
            }
            return problem.kind().exitCode();
        }
    }

    private static boolean perform(String verb, List<String> names, Path folder, boolean colours, PrintStream out)
            throws IOException {
        RuleTexts texts = new RuleTexts(folder);
        return switch (verb) {
            case "check" -> new RuleCheck(texts, colours, out).of(names);
            case "test" -> new RuleTests(texts, colours, out).of(names);
            case "packs" -> {
                new RulePacks(folder, out).list();
                yield true;
            }
            default -> {
                new RulePacks(folder, out).add(names);
                yield true;
            }
        };
    }
}
