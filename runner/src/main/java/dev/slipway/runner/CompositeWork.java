package dev.slipway.runner;

import dev.slipway.actions.action.Action;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.util.Map;

/** Runs the steps of a composite action in the place of the step that uses it. */
final class CompositeWork {

    /** As in GitHub's runner (Constants.CompositeActionsMaxDepth). */
    static final int DEEPEST = 9;

    private final StepCall call;

    CompositeWork(StepCall call) {
        this.call = call;
    }

    StepEnd run(ActionFolder folder, Action.Runs.Composite runs, Map<String, String> inputs)
            throws IOException, InterruptedException {
        if (call.level().depth() >= DEEPEST) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "composite-too-deep",
                    "Composite action depth exceeded max depth " + DEEPEST,
                    "does an action use itself?");
        }
        Value.Mapping github = folder.facts(facts(), call.job().site().place());
        ActionScope scope = new ActionScope(call.job().scope(), call.level(), call.own(), inputs, github);
        for (Step step : runs.steps()) {
            if (call.stop().reason().isPresent()) {
                break;
            }
            new StepRunner(call.job(), scope, folder.resolved(step), call.number(), call).run();
        }
        outputs(folder.action(), scope);
        return call.stop().reason().orElseGet(() -> end(scope));
    }

    /** CompositeActionHandler.cs makes the contexts of all depths from those of the job's own step. */
    private Value.Mapping facts() {
        return call.level().depth() == 0
                ? (Value.Mapping) call.contexts().context("github").orElse(Value.Mapping.EMPTY)
                : call.level().github();
    }

    /** Also those of an action that failed: a step after it may be for failures. */
    private void outputs(Action action, ActionScope scope) {
        for (Action.Output output : action.outputs()) {
            output.value().ifPresent(value -> call.effects().outputs().put(output.name(), value.evaluateText(scope)));
        }
    }

    private static StepEnd end(ActionScope scope) {
        return switch (scope.conclusion()) {
            case SUCCESS, SKIPPED -> StepEnd.DONE;
            case FAILURE -> StepEnd.FAILED;
            case CANCELLED -> StepEnd.STOPPED;
        };
    }
}
