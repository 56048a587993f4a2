package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.Step;

/**
 * Which repository the action of a step is from, as {@code github.action_repository} and {@code github.action_ref} and
 * the variables of these names say it, after ActionRunner.cs of GitHub's runner: both are empty for scripts, images and
 * actions of the workspace, also inside of a composite action from elsewhere. The variables and the condition of a step
 * are evaluated before: inside of a composite action they see the action that the job's own step uses.
 *
 * @param repository owner and name, or empty
 * @param ref as the step writes it, or empty
 */
record ActionFacts(String repository, String ref) {

    private static final ActionFacts NONE = new ActionFacts("", "");

    static ActionFacts of(Step step) {
        return step.work() instanceof Step.Work.Uses uses
                        && uses.action() instanceof ActionReference.Repository(var owner, var name, var _, var ref)
                ? new ActionFacts(owner + "/" + name, ref)
                : NONE;
    }

    Contexts in(Contexts contexts) {
        Value.Mapping github = (Value.Mapping) contexts.context("github").orElse(Value.Mapping.EMPTY);
        return contexts.with(
                "github", github.with("action_repository", Value.of(repository)).with("action_ref", Value.of(ref)));
    }
}
