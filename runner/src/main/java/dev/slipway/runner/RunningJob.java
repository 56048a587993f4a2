package dev.slipway.runner;

import dev.slipway.actions.workflow.Step;
import dev.slipway.runner.command.CommandFolders;
import dev.slipway.runner.command.JobEnvironment;
import dev.slipway.runner.command.ProblemMatchers;
import dev.slipway.runner.container.JobEngine;
import dev.slipway.runner.file.JobReach;
import dev.slipway.runner.host.CancelToken;
import dev.slipway.runner.host.JobProcesses;
import dev.slipway.runner.host.JobWorkspace;
import dev.slipway.runner.host.RunnerHost;
import dev.slipway.runner.log.JobLog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** What all steps of one running job share. */
record RunningJob(
        JobOrder order,
        JobPorts ports,
        RunnerHost host,
        InstantSource clock,
        JobWorkspace workspace,
        JobProcesses processes,
        JobReach reach,
        JobEngine engines,
        JobNetwork network,
        JobSite site,
        JobEnvironment environment,
        JobScope scope,
        JobLog log,
        CancelToken cancel,
        List<StepResult> results,
        Deque<PostStep> posts,
        StringBuilder summary,
        ActionFolders actions,
        CommandFolders folders,
        ScriptFiles scripts,
        ProblemMatchers matchers,
        Map<Step, Map<String, String>> preStates,
        BackgroundSteps background,
        AtomicInteger numbers) {

    static RunningJob of(
            JobOrder order,
            JobPorts ports,
            RunnerHost host,
            InstantSource clock,
            JobWorkspace workspace,
            JobProcesses processes,
            JobReach reach,
            JobEngine engines,
            JobSite site,
            JobEnvironment environment,
            JobScope scope,
            JobLog log,
            CancelToken cancel) {
        return new RunningJob(
                order,
                ports,
                host,
                clock,
                workspace,
                processes,
                reach,
                engines,
                new JobNetwork(order.id(), engines, ports, log),
                site,
                environment,
                scope,
                log,
                cancel,
                Collections.synchronizedList(new ArrayList<>()),
                new ConcurrentLinkedDeque<>(),
                new StringBuilder(),
                ActionFolders.of(
                        order.job().job(), workspace, reach, ports.stores().actions()),
                new CommandFolders(workspace),
                new ScriptFiles(workspace, processes::idle),
                new ProblemMatchers(workspace.work(), reach, site::here),
                new IdentityHashMap<>(),
                new BackgroundSteps(),
                new AtomicInteger());
    }

    /** Files the end of a step everywhere it counts. */
    void ended(StepResult result) {
        scope.ended(result);
        file(result);
    }

    /** Files the end of a step that the steps after it do not see yet. */
    void file(StepResult result) {
        results.add(result);
        ports.progress().stepFinished(result);
    }

    /** Adds to the summary of the job. */
    void summarize(String markdown) {
        synchronized (summary) {
            summary.append(log.masked(markdown)).append("\n\n");
        }
    }

    /** Takes the end of a step of any level into account. */
    void ended(Level level, StepResult result) {
        if (level == scope) {
            ended(result);
        } else {
            level.ended(result);
        }
    }

    /** True when the step's action has run what it wants before the job. */
    boolean hasRunPre(Step step) {
        return preStates.containsKey(step);
    }

    /** Completes when the job is asked to stop. */
    CompletableFuture<Void> stopped() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        cancel.whenAsked(_ -> stopped.complete(null));
        return stopped;
    }

    /** The number of the next step. */
    int nextNumber() {
        return numbers.incrementAndGet();
    }
}
