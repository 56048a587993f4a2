package dev.slipway.server.run;

import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.workflow.Permissions;
import dev.slipway.server.identity.JobIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides whether a job may ask for identity tokens, and who it is in them. */
final class JobIdentities {

    /** Claims that are taken from the {@code github} context as they are. */
    private static final List<String> FROM_CONTEXT = List.of(
            "sha",
            "actor",
            "head_ref",
            "base_ref",
            "workflow",
            "workflow_ref",
            "workflow_sha",
            "run_id",
            "run_number",
            "run_attempt");

    private JobIdentities() {}

    /** Present only where {@code id-token: write} was written, which no default grants. */
    static Optional<JobIdentity> of(PlannedJob leg) {
        PlannedRun plan = leg.run();
        Permissions permissions = plan.permissions(leg.job());
        boolean granted = permissions.isExplicit() && permissions.access("id-token") == Permissions.Access.WRITE;
        return granted ? Optional.of(identity(plan, leg)) : Optional.empty();
    }

    private static JobIdentity identity(PlannedRun plan, PlannedJob leg) {
        Value.Mapping github = plan.github();
        Map<String, String> facts = new LinkedHashMap<>();
        FROM_CONTEXT.forEach(name -> facts.put(name, text(github, name)));
        facts.put("job_workflow_ref", text(plan.definition(), "workflow_ref"));
        facts.put("job_workflow_sha", text(github, "workflow_sha"));
        return new JobIdentity(
                text(github, "repository"), plan.event().ref(), plan.event().name(), leg.environment(), facts);
    }

    private static String text(Value.Mapping github, String name) {
        return github.get(name).map(Value::text).orElse("");
    }
}
