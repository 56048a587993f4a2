package dev.slipway.actions.lint;

import dev.slipway.actions.workflow.CacheMode;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Trigger;
import dev.slipway.actions.workflow.Workflow;
import java.util.Optional;

/** Rights to save caches after events that anybody can bring about: what is saved then is restored by jobs that publish. */
final class CacheModeRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        Workflow workflow = subject.workflow();
        Optional<String> event = workflow.triggers().stream()
                .filter(trigger -> !(trigger instanceof Trigger.WorkflowCall))
                .map(Trigger::event)
                .filter(name -> CacheMode.usual(name) == CacheMode.READ)
                .findFirst();
        event.ifPresent(name -> workflow.jobs().forEach(job -> check(workflow, job, name, report)));
    }

    private static void check(Workflow workflow, Job job, String event, Report report) {
        Optional<CacheMode> mode = job.cacheMode().or(workflow::cacheMode).filter(CacheMode::writes);
        mode.ifPresent(given -> report.warn(
                "cache-poisoning",
                job.position(),
                "with 'cache-mode: " + given.text() + "' the job '" + job.id() + "' saves caches after '" + event
                        + "', which people without a right to push can bring about",
                "use 'cache-mode: read', or let only checked code run in it"));
    }
}
