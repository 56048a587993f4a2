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
        List<Job> jobs) {

    public Workflow {
        triggers = List.copyOf(triggers);
        jobs = List.copyOf(jobs);
    }

    /** The job of that id, which does not ignore case. */
    public Optional<Job> job(String id) {
        return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
    }
}
