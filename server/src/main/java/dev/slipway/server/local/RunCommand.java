package dev.slipway.server.local;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.server.log.Logging;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** {@code slipway run}: workflows of a folder on this machine, without a server. */
public final class RunCommand {

    private static final int FAILED = 1;
    private static final int CANCELLED = 130;
    private static final int USAGE = 64;

    private final RunArguments asked;
    private final PrintStream out;
    private final AtomicReference<Runnable> underWay = new AtomicReference<>(() -> {});
    private volatile boolean stopped;

    private RunCommand(RunArguments asked, PrintStream out) {
        this.asked = asked;
        this.out = out;
    }

    public static void main(String[] arguments) {
        Logging.quiet();
        CountDownLatch ended = new CountDownLatch(1);
        int code = run(
                List.of(arguments),
                System.out,
                System.err,
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false),
                ended);
        ended.countDown();
        System.exit(code);
    }

    /** @param ended opens when the process may end after a signal */
    private static int run(
            List<String> arguments, PrintStream out, PrintStream err, boolean colours, CountDownLatch ended) {
        try {
            RunArguments asked = RunArguments.parse(arguments);
            if (asked.help()) {
                out.print(RunArguments.HELP);
                return 0;
            }
            RunCommand command = new RunCommand(asked, out);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> command.stop(ended)));
            return command.go(err, colours && System.getenv("NO_COLOR") == null);
        } catch (Problem problem) {
            err.println("error: " + problem.message());
            if (problem.hint() != null) {
                err.println("  " + problem.hint());
            }
            return problem.code().equals("usage") ? USAGE : problem.kind().exitCode();
        } catch (IOException e) {
            err.println("error: " + e.getMessage());
            return Problem.Kind.UNAVAILABLE.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CANCELLED;
        }
    }

    /** On Ctrl-C: what runs is cancelled, and the process ends when it has ended, with all that belongs to it. */
    private void stop(CountDownLatch ended) {
        stopped = true;
        underWay.get().run();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int go(PrintStream err, boolean colours) throws IOException, InterruptedException {
        LocalRepository repository = new LocalRepository(asked.folder());
        LiveOutput output = new LiveOutput(out, asked.json(), colours);
        if (!asked.watch()) {
            return once(repository, output, err);
        }
        try (FolderWatch watch = FolderWatch.on(asked.folder())) {
            while (!stopped) {
                int code = once(repository, output, err);
                if (code == CANCELLED) {
                    return code;
                }
                err.println("Waiting for a change below " + asked.folder() + " (Ctrl-C ends) ...");
                underWay.set(watch::close);
                if (stopped || !watch.awaitChange()) {
                    return CANCELLED;
                }
            }
        }
        return CANCELLED;
    }

    private int once(LocalRepository repository, LiveOutput output, PrintStream err)
            throws IOException, InterruptedException {
        LocalPlan plan = LocalPlan.of(repository, asked);
        plan.findings().forEach(err::println);
        if (Finding.anyError(plan.findings())) {
            return Problem.Kind.INVALID.exitCode();
        }
        if (asked.dryRun()) {
            plan.runs().forEach(this::draw);
            return 0;
        }
        Path folder = Files.createTempDirectory("slipway-run-");
        boolean cancelled = false;
        boolean failed = false;
        try (LocalBench bench = LocalBench.open(repository, asked, folder, InstantSource.system())) {
            for (LocalPlan.Named run : plan.runs()) {
                LocalRun local = bench.prepare(run, output);
                underWay.set(local::cancel);
                if (stopped) {
                    local.cancel();
                }
                Conclusion conclusion = local.toEnd();
                output.runEnded(run.plan().workflow().name(), conclusion);
                failed |= conclusion == Conclusion.FAILURE;
                cancelled |= conclusion == Conclusion.CANCELLED;
            }
        }
        return failed ? FAILED : cancelled ? CANCELLED : 0;
    }

    private void draw(LocalPlan.Named run) {
        PlanGraph graph = new PlanGraph(run.plan());
        if (asked.json()) {
            out.println(Json.write(Map.of(
                    "workflow", run.plan().workflow().name(),
                    "file", run.plan().workflow().file(),
                    "jobs", graph.jobs())));
        } else {
            out.print(graph.text());
        }
    }
}
