package dev.slipway.actions.plan;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.CacheMode;
import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.Permissions;
import dev.slipway.actions.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One leg of a job that is another workflow. It has no steps: its jobs are those of the other workflow, which sees the
 * caller's event, the inputs of this leg, and of the secrets what it is given.
 *
 * @param run the workflow that calls
 * @param workflow the one that is called
 * @param legKey the job's key, with {@code #} and the index behind it where the job has a matrix
 * @param inputs the {@code inputs} context of the called workflow
 */
public record PlannedCall(
        CallJob job,
        PlannedRun run,
        Workflow workflow,
        String legKey,
        String displayName,
        int index,
        int total,
        Value.Mapping matrix,
        Value.Mapping needs,
        Value.Mapping inputs,
        boolean failFast,
        int maxParallel)
        implements Leg {

    /** No call may fail without its caller. */
    @Override
    public boolean continueOnError() {
        return false;
    }

    /** The called workflow as it runs. */
    public PlannedRun called() {
        return new PlannedRun(workflow, run.event(), run.github(), inputs, run.vars(), Optional.of(this));
    }

    /** What the token of the called jobs may do where they say nothing themselves. */
    Permissions permissions() {
        return job.permissions().orElseGet(run::permissions);
    }

    /** What the called jobs may do with caches where they say nothing themselves. */
    Optional<CacheMode> cacheMode() {
        return job.cacheMode().or(run::cacheMode);
    }

    /**
     * The secrets that the called workflow sees.
     *
     * @param ofProject what the run that was started has
     * @throws dev.slipway.kernel.Problem where one cannot be evaluated
     */
    Map<String, String> secrets(Map<String, String> ofProject) {
        Map<String, String> own = run.secrets(ofProject);
        if (job.inheritSecrets()) {
            return own;
        }
        Contexts contexts = JobContexts.of(this).secrets(own).build(Status.SUCCESS);
        Map<String, String> passed = new LinkedHashMap<>(job.secrets().evaluateTexts(contexts));
        passed.values().removeIf(String::isEmpty);
        return passed;
    }
}
