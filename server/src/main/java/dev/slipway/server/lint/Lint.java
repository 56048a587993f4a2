package dev.slipway.server.lint;

import dev.slipway.actions.lint.KnownActions;
import dev.slipway.actions.lint.StockActions;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.invocation.DaemonStart;
import dev.slipway.server.invocation.Invocation;
import dev.slipway.server.log.Logging;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code slipway lint}: the check of a push, on this machine and without a server. */
public final class Lint {

    private static final String HELP = """
            Usage: slipway lint [-h] [--format text|json|sarif|github] [--lock] [FOLDER]
            Check slipway.yml and the workflows of a repository; FOLDER is the current one without it.

            --format text    each finding with its line and a caret; in colours, unless NO_COLOR is set
            --format json    the findings as JSON; --json for short
            --format sarif   SARIF 2.1.0, for code scanning
            --format github  annotations of GitHub

            --lock pins the actions that the workflows use to the commits that their versions name now, in
            .github/actions-lock.json; from then on only these run.

            Examples:
              slipway lint
              slipway lint ../shop --json
              slipway lint --format sarif > lint.sarif
              slipway lint --lock

            Exit codes: 0 no errors (there may be warnings), 65 errors, 66 nothing to check, 64 wrong usage.
            """;

    private Lint() {}

    public static void main(String[] arguments) throws IOException {
        Logging.quiet();
        Invocation call = Invocation.ofThisProcess(arguments);
        int code = run(call);
        DaemonStart.afterwards(call.environment());
        System.exit(code);
    }

    /** @return the exit code */
    public static int run(Invocation call) throws IOException {
        if (call.help()) {
            call.out().print(HELP);
            return 0;
        }
        try {
            return check(LintOptions.of(call.arguments()), call);
        } catch (Problem problem) {
            return call.complain(problem);
        }
    }

    private static int check(LintOptions options, Invocation call) throws IOException {
        Path folder = call.path(options.folder());
        PrintStream out = call.out();
        RepositoryFiles files = new RepositoryFiles(folder);
        Map<String, String> texts = files.texts();
        if (options.lock()) {
            new LockCommand(folder, call.environment())
                    .write(options.format() == LintOptions.Format.TEXT ? out : call.err());
        }
        Optional<ActionLock> lock = files.lock();
        Map<String, String> all = new LinkedHashMap<>(texts);
        all.putAll(files.actions(texts));
        KnownActions others = new KeptActions(LockCommand.repositories(call.environment()), lock);
        List<Finding> findings = new ArrayList<>(ConfigurationCheck.of(all, others.or(StockActions.ALL)));
        findings.addAll(UnpinnedActions.of(texts, lock));
        out.print(
                switch (options.format()) {
                    case TEXT -> new TextReport(texts, call.colours()).of(findings);
                    case JSON -> Json.write(findings) + "\n";
                    case SARIF -> SarifReport.of(findings) + "\n";
                    case GITHUB -> AnnotationReport.of(findings);
                });
        return Finding.anyError(findings) ? Problem.Kind.INVALID.exitCode() : 0;
    }
}
