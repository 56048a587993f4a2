package dev.slipway.server.lint;

import dev.slipway.kernel.Problem;
import dev.slipway.server.invocation.Invocation;
import dev.slipway.server.log.Logging;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

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
        System.exit(run(Invocation.ofThisProcess(arguments)));
    }

    /** @return the exit code */
    public static int run(Invocation call) throws IOException {
        if (call.help()) {
            call.out().print(HELP);
            return 0;
        }
        List<String> arguments = call.arguments();
        List<String> names = arguments.stream().skip(1).toList();
        String verb = arguments.isEmpty() ? "" : arguments.getFirst();
        boolean known = VERBS.contains(verb) && names.isEmpty() == verb.equals("packs");
        if (!known || names.stream().anyMatch(name -> name.startsWith("-"))) {
            call.err()
                    .println("error: say 'check' or 'test' and files, 'packs', or 'add' and packs\n"
                            + "  see 'slipway rules --help'");
            return USAGE;
        }
        try {
            return perform(verb, names, call) ? 0 : Problem.Kind.INVALID.exitCode();
        } catch (Problem problem) {
            return call.complain(problem);
        }
    }

    private static boolean perform(String verb, List<String> names, Invocation call) throws IOException {
        Path folder = call.path("");
        PrintStream out = call.out();
        RuleTexts texts = new RuleTexts(folder);
        return switch (verb) {
            case "check" -> new RuleCheck(texts, call.colours(), out).of(names);
            case "test" -> new RuleTests(texts, call.colours(), out).of(names);
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
