package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import java.util.List;
import java.util.Optional;

/**
 * A workflow file that was understood in full.
 *
 * @param file path in the repository
 * @param name as people see it; the file's path where none is written
 * @param env for all jobs, a mapping of names to texts
 * @param cacheMode for jobs that say nothing of it
 * @param jobs in the order they were written
 */
public record Workflow(
        String file,
        String name,
        Optional<Template> runName,
        List<Trigger> triggers,
        Tree env,
        RunDefaults defaults,
        Optional<Concurrency> concurrency,
        Permissions permissions,
        Optional<CacheMode> cacheMode,
        List<Job> jobs) {

    public Workflow {
        triggers = List.copyOf(triggers);
        jobs = List.copyOf(jobs);
    }

    /** How others call it, where they can. */
    public Optional<Trigger.WorkflowCall> calledBy() {
        return triggers.stream()
                .filter(Trigger.WorkflowCall.class::isInstance)
                .map(Trigger.WorkflowCall.class::cast)
                .findFirst();
    }

    /** What the token of a job may do: what the job says, else what the workflow says. */
    public Permissions permissions(Job job) {
        return job.permissions().orElse(permissions);
    }

    /** True when every workflow that it calls, over all steps, has been read. */
    public boolean isResolved() {
        return jobs.stream().allMatch(job -> switch (job) {
            case CallJob call -> call.called().filter(Workflow::isResolved).isPresent();
            case StepJob _ -> true;
        });
    }

    /** The same with other jobs. */
    public Workflow withJobs(List<Job> others) {
        return new Workflow(file, name, runName, triggers, env, defaults, concurrency, permissions, cacheMode, others);
    }

    /** The job of that id, which ignores case. */
    public Optional<Job> job(String id) {
        return jobs.stream().filter(job -> job.id().equalsIgnoreCase(id)).findFirst();
    }

    /** The jobs that a job needs. */
    public List<Job> needs(Job job) {
        return job.needIds().stream().flatMap(id -> job(id).stream()).distinct().toList();
    }
}
