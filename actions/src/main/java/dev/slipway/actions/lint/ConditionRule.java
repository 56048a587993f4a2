package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Function;
import dev.slipway.actions.expression.Node;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Snapshot;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import java.util.stream.Stream;

/** Conditions that always say the same: nothing in them can change, or text around their expression makes a text of them. */
final class ConditionRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        Stream<Condition> jobs = subject.workflow().jobs().stream().map(Job::condition);
        Stream<Condition> steps = subject.steps().map(Step::condition);
        Stream<Condition> snapshots =
                subject.stepJobs().map(StepJob::snapshot).flatMap(found -> found.map(Snapshot::condition).stream());
        Stream.of(jobs, steps, snapshots).flatMap(all -> all).forEach(condition -> check(condition, report));
    }

    private static void check(Condition condition, Report report) {
        if (condition.alwaysTrue()) {
            report.warn(
                    "condition-always-true",
                    condition.template().position(),
                    "this condition is always true, because there is text around its expression",
                    "put the whole condition into one ${{ }}, without spaces or lines around it");
        } else if (condition
                .template()
                .lone()
                .filter(one -> isConstant(one.root()))
                .isPresent()) {
            report.warn(
                    "constant-condition",
                    condition.template().position(),
                    "nothing in this condition can change",
                    "remove the 'if', or what it stands for");
        }
    }

    private static boolean isConstant(Node node) {
        boolean fixed = switch (node) {
            case Node.ContextName _ -> false;
            case Node.Call call -> !call.function().isStatus() && call.function() != Function.HASH_FILES;
            case Node.Literal _, Node.Index _, Node.Wildcard _, Node.Not _, Node.And _, Node.Or _, Node.Compare _ ->
                true;
        };
        return fixed && node.children().stream().allMatch(ConditionRule::isConstant);
    }
}
