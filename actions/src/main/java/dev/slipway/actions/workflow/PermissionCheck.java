package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import java.util.List;
import java.util.stream.Collectors;

/** A called workflow, and the jobs in it, may not want more than the job that calls. */
final class PermissionCheck {

    private final CallJob call;
    private final Permissions most;
    private final Faults faults;

    PermissionCheck(CallJob call, Permissions most, Faults faults) {
        this.call = call;
        this.most = most;
        this.faults = faults;
    }

    void check(Workflow workflow) {
        if (workflow.permissions().isExplicit()) {
            check(workflow.permissions(), "The workflow '" + call.uses().source() + "'");
        }
        for (Job job : workflow.jobs()) {
            String name = job.name().map(Template::source).orElse(job.id());
            job.permissions().ifPresent(wanted -> check(wanted, "The nested job '" + name + "'"));
        }
    }

    private void check(Permissions wanted, String who) {
        List<String> beyond = wanted.beyond(most);
        if (!beyond.isEmpty()) {
            faults.wrong(
                    Fault.Stage.CALL,
                    "permissions-beyond-caller",
                    call.position(),
                    "Error calling workflow '" + call.uses().source() + "'. " + who + " is requesting '"
                            + words(beyond, wanted) + "', but is only allowed '" + words(beyond, most) + "'.",
                    "give this job the permissions that the called workflow needs");
        }
    }

    private static String words(List<String> scopes, Permissions permissions) {
        return scopes.stream()
                .map(scope -> scope + ": " + permissions.access(scope).text())
                .collect(Collectors.joining(", "));
    }
}
