package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.workflow.Block;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.StepJob;

/** Names of variables that no shell can read. */
final class EnvironmentNameRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        names(subject.workflow().env(), report);
        for (Job job : subject.workflow().jobs()) {
            if (job instanceof StepJob steps) {
                names(steps.env(), report);
                steps.steps().forEach(step -> names(step.env(), report));
            }
        }
    }

    private static void names(Tree env, Report report) {
        for (Tree.Field field : Block.of(env).fields()) {
            Template name = field.key();
            if (name.isConstant() && (name.source().isEmpty() || name.source().matches(".*[&= ].*"))) {
                report.warn(
                        "bad-variable",
                        name.position(),
                        "'" + name.source() + "' is no name of a variable",
                        "use letters, digits and _");
            }
        }
    }
}
