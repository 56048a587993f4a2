package dev.slipway.runner;

import dev.slipway.runner.action.ActionResult;
import dev.slipway.runner.command.JobEnvironment;
import dev.slipway.runner.host.CancelToken;
import dev.slipway.runner.host.JobProcesses;
import dev.slipway.runner.host.JobWorkspace;
import dev.slipway.runner.host.RunnerHost;
import dev.slipway.runner.log.JobLog;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What all steps of one running job share. */
record RunningJob(
        JobOrder order,
        JobPorts ports,
        RunnerHost host,
        InstantSource clock,
        JobWorkspace workspace,
        JobProcesses processes,
        JobEnvironment environment,
        JobScope scope,
        JobLog log,
        CancelToken cancel,
        List<StepResult> results,
        Deque<PostStep> posts,
        StringBuilder summary) {

    static RunningJob of(
            JobOrder order,
            JobPorts ports,
            RunnerHost host,
            InstantSource clock,
            JobWorkspace workspace,
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
                JobProcesses.of(order.id()),
                environment,
                scope,
                log,
                cancel,
                new ArrayList<>(),
                new ArrayDeque<>(),
                new StringBuilder());
    }

    /** Files the end of a step everywhere it counts. */
    void ended(StepResult result) {
        results.add(result);
        scope.ended(result);
        ports.progress().stepFinished(result);
    }

    /** The number of the next step. */
    int nextNumber() {
        return results.size() + 1;
    }

    /**
     * What an action left for the end of the job.
     *
     * @param name of the step that left it
     */
    record PostStep(String name, ActionResult.Post work) {}
}
