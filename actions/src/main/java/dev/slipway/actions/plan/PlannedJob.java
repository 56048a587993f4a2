package dev.slipway.actions.plan;

import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.RunDefaults;
import dev.slipway.actions.workflow.RunnerLabels;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One leg of a job: what a runner runs. Steps, environment and defaults are not evaluated yet; matrix, name, limits and
 * labels are.
 *
 * @param run the workflow that the job is written in
 * @param legKey unique in the run, such as {@code test (17, linux)}; the job's key where it has no matrix
 * @param displayName as people see it
 * @param index 0-based place among the legs of its job
 * @param total number of legs of its job
 * @param matrix empty where there is none
 * @param labels of the host it wants
 * @param needs the {@code needs} context
 * @param workflowEnv environment of the whole workflow, to be evaluated first
 * @param defaults of the job over those of the workflow
 * @param cancelGrace how long steps may go on behind a cancellation
 * @param maxParallel 0 for no bound
 */
public record PlannedJob(
        StepJob job,
        PlannedRun run,
        String legKey,
        String displayName,
        int index,
        int total,
        Value.Mapping matrix,
        List<String> labels,
        Value.Mapping needs,
        Tree workflowEnv,
        RunDefaults defaults,
        Duration timeout,
        Duration cancelGrace,
        boolean continueOnError,
        boolean failFast,
        int maxParallel)
        implements Leg {

    public PlannedJob {
        labels = List.copyOf(labels);
    }

    /** Environment of the job, to be evaluated after that of the workflow. */
    public Tree env() {
        return job.env();
    }

    public List<Step> steps() {
        return job.steps();
    }

    /**
     * Name of the environment that it enters.
     *
     * @throws Problem when it cannot be evaluated
     */
    public Optional<String> environment() {
        return job.environment()
                .map(reference -> reference
                        .name()
                        .evaluateText(JobContexts.of(this).build(Status.SUCCESS))
                        .strip())
                .filter(name -> !name.isEmpty());
    }

    /** Why no host runs it, where none does. */
    @Override
    public Optional<Problem> unserved() {
        return RunnerLabels.refusal(labels)
                .map(why -> Problem.of(
                        Problem.Kind.INVALID,
                        "unsupported-runner-os",
                        job.runsOn().position() + ": " + why,
                        RunnerLabels.hint()));
    }

    PlannedJob withLegKey(String key) {
        return new PlannedJob(
                job,
                run,
                key,
                displayName,
                index,
                total,
                matrix,
                labels,
                needs,
                workflowEnv,
                defaults,
                timeout,
                cancelGrace,
                continueOnError,
                failFast,
                maxParallel);
    }
}
