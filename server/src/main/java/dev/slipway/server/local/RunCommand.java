package dev.slipway.server.local;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Planner;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.server.invocation.DaemonStart;
import dev.slipway.server.invocation.Invocation;
import dev.slipway.server.log.Logging;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** {@code slipway run}: workflows of a folder on this machine, without a server. */
public final class RunCommand {

    private static final int FAILED = 1;
    private static final int CANCELLED = 130;

    private final RunArguments asked;
    private final Invocation call;
    private final AtomicReference<Runnable> underWay = new AtomicReference<>(() -> {});
    private volatile boolean stopped;

    private RunCommand(RunArguments asked, Invocation call) {
        this.asked = asked;
        this.call = call;
    }

    public static void main(String[] arguments) {
        Logging.quiet();
        CountDownLatch ended = new CountDownLatch(1);
        Invocation call = Invocation.ofThisProcess(arguments);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(call, ended)));
        int code = run(call);
        ended.countDown();
        DaemonStart.afterwards(call.environment());
        System.exit(code);
    }

    /** On Ctrl-C: what runs is cancelled, and the process ends when it has ended, with all that belongs to it. */
    private static void stop(Invocation call, CountDownLatch ended) {
        call.stop().complete(null);
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return the exit code */
    public static int run(Invocation call) {
        try {
            RunArguments asked = RunArguments.parse(call.arguments(), call.folder(), call.environment());
            if (asked.help()) {
                call.out().print(RunArguments.HELP);
                return 0;
            }
            RunCommand command = new RunCommand(asked, call);
            var _ = call.stop().thenRun(command::stop);
            return command.go();
        } catch (Problem problem) {
            return call.complain(problem);
        } catch (IOException e) {
            call.err().println("error: " + e.getMessage());
            return Problem.Kind.UNAVAILABLE.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CANCELLED;
        }
    }

    private void stop() {
        stopped = true;
        underWay.get().run();
    }

    private int go() throws IOException, InterruptedException {
        PrintStream err = call.err();
        LocalRepository repository = new LocalRepository(asked.folder(), call.environment());
        LiveOutput output = new LiveOutput(call.out(), asked.json(), call.colours());
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
        InstantSource clock = InstantSource.system();
        LocalPlan plan = LocalPlan.of(repository, asked, clock.instant());
        plan.findings().forEach(err::println);
        if (Finding.anyError(plan.findings())) {
            return Problem.Kind.INVALID.exitCode();
        }
        if (asked.dryRun()) {
            plan.runs().forEach(this::draw);
            return 0;
        }
        boolean cancelled = false;
        boolean failed = false;
        try (LocalFolder folder = LocalFolder.fresh(Path.of(System.getProperty("java.io.tmpdir")));
                LocalBench bench = LocalBench.open(repository, asked, folder.path(), clock)) {
            for (LocalPlan.Named run : plan.runs()) {
                LocalRun local = bench.prepare(run, output);
                underWay.set(local::cancel);
                if (stopped) {
                    local.cancel();
                }
                Conclusion conclusion = local.toEnd();
                output.runEnded(named(run.plan()), conclusion);
                failed |= conclusion == Conclusion.FAILURE;
                cancelled |= conclusion == Conclusion.CANCELLED;
            }
        }
        return failed ? FAILED : cancelled ? CANCELLED : 0;
    }

    /** With its {@code run-name} behind it, where it has one. */
    private static String named(PlannedRun plan) {
        String name = plan.workflow().name();
        String title = Planner.title(plan);
        return title.equals(name) ? name : name + " (" + title + ")";
    }

    private void draw(LocalPlan.Named run) {
        PlanGraph graph = new PlanGraph(run.plan(), asked.matrix());
        if (asked.json()) {
            call.out()
                    .println(Json.write(Map.of(
                            "workflow", run.plan().workflow().name(),
                            "file", run.plan().workflow().file(),
                            "jobs", graph.jobs())));
        } else {
            call.out().print(graph.text());
        }
    }
}
