package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Strategy;
import java.util.Optional;

/** Limits that are not above zero, and numbers of jobs that are not whole. */
final class NumberRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        for (Job job : subject.workflow().jobs()) {
            Optional<Template> parallel = job.strategy().flatMap(Strategy::maxParallel);
            check(parallel, report);
            parallel.flatMap(Template::constant)
                    .filter(value -> value instanceof Value.Num(double number) && number != Math.rint(number))
                    .ifPresent(_ -> report.warn(
                            "bad-number", parallel.get().position(), "'max-parallel' is a whole number", null));
            switch (job) {
                case StepJob steps -> {
                    check(steps.timeoutMinutes(), report);
                    check(steps.cancelTimeoutMinutes(), report);
                    steps.steps().stream().map(Step::timeoutMinutes).forEach(minutes -> check(minutes, report));
                }
                case CallJob _ -> {}
            }
        }
    }

    private static void check(Optional<Template> template, Report report) {
        template.flatMap(Template::constant)
                .filter(value -> value instanceof Value.Num(double number) && !(number > 0))
                .ifPresent(value -> report.warn(
                        "bad-number",
                        template.get().position(),
                        "'" + value.text() + "' is not above zero",
                        "leave it out for no bound of your own"));
    }
}
