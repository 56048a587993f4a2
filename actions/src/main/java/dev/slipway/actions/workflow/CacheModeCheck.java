package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;

/** Jobs of a called workflow may not have more of the caches than the job that calls. */
final class CacheModeCheck {

    private final CallJob call;
    private final CacheMode most;
    private final Faults faults;

    CacheModeCheck(CallJob call, CacheMode most, Faults faults) {
        this.call = call;
        this.most = most;
        this.faults = faults;
    }

    void check(Workflow workflow) {
        for (Job job : workflow.jobs()) {
            job.cacheMode()
                    .or(workflow::cacheMode)
                    .filter(wanted -> wanted.exceeds(most))
                    .ifPresent(wanted -> refuse(job, wanted));
        }
    }

    private void refuse(Job job, CacheMode wanted) {
        String name = job.name().map(Template::source).orElse(job.id());
        faults.wrong(
                Fault.Stage.CALL,
                "cache-mode-beyond-caller",
                call.position(),
                "Error calling workflow '" + call.uses().source() + "'. The nested job '" + name
                        + "' is requesting 'cache-mode: " + wanted.text() + "', but is only allowed 'cache-mode: "
                        + most.text() + "'.",
                "give this job the cache-mode that the called workflow needs");
    }
}
