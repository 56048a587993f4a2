package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.StepJob;

/** Conditions that are always true, because text around their expression makes a text of them. */
final class ConditionRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        for (Job job : subject.workflow().jobs()) {
            check(job.condition(), report);
            switch (job) {
                case StepJob steps -> steps.steps().forEach(step -> check(step.condition(), report));
                case CallJob _ -> {}
            }
        }
    }

    private static void check(Condition condition, Report report) {
        if (condition.alwaysTrue()) {
            report.warn(
                    "condition-always-true",
                    condition.template().position(),
                    "this condition is always true, because there is text around its expression",
                    "put the whole condition into one ${{ }}");
        }
    }
}
