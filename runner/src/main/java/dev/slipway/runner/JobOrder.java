package dev.slipway.runner;

import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.runner.action.ActionCall;
import java.util.Map;

/**
 * One job to run.
 *
 * @param id of this attempt of the job: no other job on this host has had it
 * @param run that it belongs to
 * @param job what to do
 * @param facts about the run
 * @param secrets by name; all of them are masked
 * @param debug whether debug lines are shown
 * @param untrusted whether it runs code of strangers, which needs walls that are whole
 */
public record JobOrder(
        String id,
        PlannedRun run,
        PlannedJob job,
        ActionCall.Facts facts,
        Map<String, String> secrets,
        boolean debug,
        boolean untrusted) {

    public JobOrder {
        secrets = Map.copyOf(secrets);
    }
}
