package dev.slipway.runner;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.EnvironmentReference;
import dev.slipway.actions.workflow.Step;
import dev.slipway.containers.EngineAccess;
import dev.slipway.kernel.Masks;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.command.JobEnvironment;
import dev.slipway.runner.container.JobEngine;
import dev.slipway.runner.file.FileTree;
import dev.slipway.runner.file.HostReach;
import dev.slipway.runner.file.JobReach;
import dev.slipway.runner.host.CancelToken;
import dev.slipway.runner.host.HostPlace;
import dev.slipway.runner.host.JobProcesses;
import dev.slipway.runner.host.JobWorkspace;
import dev.slipway.runner.host.Lodging;
import dev.slipway.runner.host.RoomReach;
import dev.slipway.runner.host.RunnerHost;
import dev.slipway.runner.log.JobLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs jobs on this host. Stateless: any number of jobs at a time, each on the thread that calls. */
public final class JobRunner {

    /** 1 MiB for a job, measured as GitHub measures it. */
    private static final long MOST_OUTPUT_BYTES = 1 << 20;

    private final RunnerHost host;
    private final InstantSource clock;
    private final JobEngine engines;

    /** For jobs without containers: the others are refused. */
    public JobRunner(RunnerHost host, InstantSource clock) {
        this(host, clock, EngineAccess.none());
    }

    /** @param engines where the containers of jobs run */
    public JobRunner(RunnerHost host, InstantSource clock, EngineAccess engines) {
        this.host = host;
        this.clock = clock;
        this.engines = JobEngine.of(host, engines);
    }

    /** Folders of jobs that an earlier life of this program has left; to be asked before the first job begins. */
    public List<Path> remains() throws IOException {
        return JobWorkspace.remains(host.folder());
    }

    /**
     * Removes what an earlier life, which was killed, has left of its jobs: containers and folders.
     *
     * @param folders as {@link #remains} told, whose processes have ended since
     */
    public void removeRemains(List<Path> folders) throws IOException {
        engines.removeRemains();
        for (Path folder : folders) {
            FileTree.remove(folder);
        }
    }

    /**
     * Runs a job to its end. What the job does wrong is part of the outcome; no process of the job is alive afterwards.
     *
     * @param cancel stops it before its end
     * @throws InterruptedException when the calling thread is interrupted; the job's processes are killed then as well
     * @throws IOException when this host cannot run jobs at all, for example because its disk is full
     */
    public JobOutcome run(JobOrder order, JobPorts ports, CancelToken cancel) throws IOException, InterruptedException {
        JobLog log = new JobLog(
                ports.log(),
                clock,
                Masks.of(order.secrets().values()).and(ports.access().secrets()));
        if (order.job().unserved().isPresent()) {
            throw order.job().unserved().get();
        }
        UntrustedCode.requireWalls(order, host);
        boolean contained = order.job().job().container().isPresent();
        try (Lodging lodging = Lodging.open(host, order.facts().project(), contained)) {
            RunningJob job = prepare(order, ports, lodging, log);
            try {
                shareShell(job);
                announce(job, lodging);
                begin(job, cancel);
                return outcome(job);
            } finally {
                int killed = job.processes().killAll();
                if (killed > 0) {
                    log.say(0, "Ended " + killed + " processes that the job had left running");
                }
            }
        }
    }

    private RunningJob prepare(JobOrder order, JobPorts ports, Lodging lodging, JobLog log) throws IOException {
        JobWorkspace workspace = lodging.workspace();
        Path event = workspace.temp().resolve("_github_workflow").resolve("event.json");
        Files.createDirectories(event.getParent());
        Files.writeString(event, order.run().event().payload().toJson());
        JobEnvironment environment = new JobEnvironment(Map.of());
        JobProcesses processes = JobProcesses.of(order.id(), host.limits(), lodging.room());
        UntrustedCode.requireGroup(order, processes);
        JobReach reach = lodging.room()
                .<JobReach>map(room -> new RoomReach(processes, workspace, room.account()))
                .orElseGet(HostReach::new);
        JobSite site = new JobSite(new HostPlace(
                lodging.host(), processes, lodging.view(), lodging.room().map(_ -> workspace.root())));
        JobScope scope = new JobScope(order, event, environment, workspace, lodging.host(), site, reach);
        return RunningJob.of(
                order,
                ports,
                lodging.host(),
                clock,
                workspace,
                processes,
                reach,
                engines,
                site,
                environment,
                scope,
                log,
                new CancelToken());
    }

    private void announce(RunningJob job, Lodging lodging) {
        String unlimited = job.processes().unlimited();
        if (!unlimited.isEmpty()) {
            job.log().warning(0, "This host cannot limit " + unlimited + " of a job: it has no control group for it.");
        }
        job.log()
                .say(
                        0,
                        "Job " + job.order().job().displayName() + " on " + host.name() + " (" + RunnerHost.os() + ", "
                                + RunnerHost.arch() + ")");
        job.log().say(0, lodging.described());
        job.log()
                .say(
                        0,
                        "Commit " + job.order().facts().commit() + " of "
                                + job.order().facts().ref());
    }

    private void begin(RunningJob job, CancelToken cancel) throws InterruptedException {
        Duration grace = job.order().job().cancelGrace();
        cancel.allow(grace);
        job.cancel().allow(grace);
        CancelToken timeout = new CancelToken();
        AtomicBoolean over = new AtomicBoolean();
        timeout.cancelAfter(job.order().job().timeout(), "its time is up");
        timeout.whenAsked(why -> {
            if (!over.get()) {
                timeUp(job, why);
            }
        });
        cancel.whenAsked(why -> {
            if (!over.get()) {
                stop(job, why);
            }
        });
        cancel.whenForced(() -> job.cancel().force("there is no more time"));
        try {
            if (environmentIsReady(job)) {
                perform(job);
            }
        } finally {
            over.set(true);
            timeout.cancel("the job is over");
        }
    }

    private static void perform(RunningJob job) throws InterruptedException {
        Optional<JobContainers> containers = containers(job);
        if (containers.isEmpty()) {
            return;
        }
        try (BackgroundSteps background = job.background()) {
            if (mayBegin(job, containers.get().start()) && new PreSteps(job).run()) {
                for (Step step : job.order().job().steps()) {
                    perform(job, step);
                }
            }
            job.scope().count(background.finish());
            PostSteps.run(job);
        } finally {
            containers.get().stop();
        }
    }

    private static void shareShell(RunningJob job) {
        long scripts = job.order().job().steps().stream()
                .filter(step -> step.work() instanceof Step.Work.Run)
                .count();
        boolean here = job.order().job().job().container().isEmpty();
        if (scripts > 1 && here) {
            job.processes()
                    .shareShell(
                            job.workspace().commands().resolve("shell"),
                            job.host().environment());
        }
    }

    /** Without its services a job still runs its steps for failures; without its own container there is no place for them. */
    private static boolean mayBegin(RunningJob job, boolean started) {
        return started || job.order().job().job().container().isEmpty();
    }

    private static void perform(RunningJob job, Step step) throws InterruptedException {
        if (step.background()) {
            StepControl.begin(job, step);
        } else {
            new StepRunner(job, step).run();
        }
    }

    /** Absent when what the job asks for is wrong. */
    private static Optional<JobContainers> containers(RunningJob job) {
        try {
            return Optional.of(JobContainers.of(job));
        } catch (Problem problem) {
            job.log().error(0, problem.message() + (problem.hint() == null ? "" : "\n" + problem.hint()));
            job.scope().failed();
            return Optional.empty();
        }
    }

    private static void timeUp(RunningJob job, String why) {
        Duration limit = job.order().job().timeout();
        job.log()
                .error(
                        0,
                        "The job has exceeded the maximum execution time of " + limit.toMinutes() + "m"
                                + (limit.toSecondsPart() == 0 ? "" : limit.toSecondsPart() + "s") + ".");
        stop(job, why);
    }

    private static void stop(RunningJob job, String why) {
        job.scope().cancelled();
        job.log().say(0, "The job is being cancelled: " + why);
        job.cancel().cancel(why);
    }

    private static boolean environmentIsReady(RunningJob job) {
        try {
            for (Map.Entry<String, String> variable :
                    job.order().job().workflowEnv().evaluateTexts(job.scope()).entrySet()) {
                job.environment().set(variable.getKey(), variable.getValue());
            }
            job.order().job().env().evaluateTexts(job.scope()).forEach(job.environment()::set);
            return true;
        } catch (Problem problem) {
            job.log().error(0, "the environment of the job cannot be evaluated: " + problem.message());
            job.scope().failed();
            return false;
        }
    }

    private static JobOutcome outcome(RunningJob job) throws IOException {
        Map<String, String> outputs = outputs(job);
        Optional<String> url = environmentUrl(job);
        return new JobOutcome(
                job.scope().conclusion(),
                outputs,
                job.results().stream()
                        .sorted(Comparator.comparingInt(StepResult::number))
                        .toList(),
                job.log().annotations(),
                job.summary().toString(),
                job.ports().stores().artifacts().list(job.order().facts().run()),
                url);
    }

    /** Only what a browser may follow; nothing with a secret in it. */
    private static Optional<String> environmentUrl(RunningJob job) {
        Optional<Template> written = job.order().job().job().environment().flatMap(EnvironmentReference::url);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        try {
            String url = written.get().evaluateText(job.scope()).strip();
            if (url.isEmpty()) {
                return Optional.empty();
            }
            if (!url.matches("https?://\\S{1,2000}")) {
                job.log()
                        .warning(0, "The environment's URL '" + url + "' is not shown, because it is no http address.");
            } else if (!job.log().masked(url).equals(url)) {
                job.log().warning(0, "The environment's URL is not shown, because it may contain a secret.");
            } else {
                return Optional.of(url);
            }
        } catch (Problem problem) {
            job.log().warning(0, "the environment's URL cannot be evaluated: " + problem.message());
        }
        return Optional.empty();
    }

    /** An output with a secret in it is left out: other jobs and people would see it. */
    private static Map<String, String> outputs(RunningJob job) {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, Template> output :
                job.order().job().job().outputs().entrySet()) {
            try {
                Value value = output.getValue().evaluate(job.scope());
                String text = value.primitive() ? value.text() : value.toJson();
                if (job.log().masked(text).equals(text)) {
                    outputs.put(output.getKey(), text);
                } else {
                    job.log().warning(0, "Skip output '" + output.getKey() + "' since it may contain secret.");
                }
            } catch (Problem problem) {
                job.log().error(0, "the output '" + output.getKey() + "' cannot be evaluated: " + problem.message());
                job.scope().failed();
            }
        }
        if (size(outputs) > MOST_OUTPUT_BYTES) {
            job.log()
                    .error(
                            0,
                            "The outputs of the job are " + size(outputs) + " bytes in UTF-16, more than the "
                                    + MOST_OUTPUT_BYTES + " that a job may have: none is kept.\n"
                                    + "hand large things on as artifacts");
            job.scope().failed();
            return Map.of();
        }
        return outputs;
    }

    private static long size(Map<String, String> outputs) {
        return outputs.entrySet().stream()
                .mapToLong(output ->
                        2L * (output.getKey().length() + output.getValue().length()))
                .sum();
    }
}
