package dev.slipway.actions.plan;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.Trigger;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns a job that is another workflow into its legs, each with the inputs that the other workflow sees. */
final class CallPlanner {

    private final PlannedRun run;
    private final CallJob job;
    private final Workflow workflow;

    private CallPlanner(PlannedRun run, CallJob job, Workflow workflow) {
        this.run = run;
        this.job = job;
        this.workflow = workflow;
    }

    /** @throws Problem where the workflow is not there, or the matrix or an input cannot be evaluated */
    static List<PlannedCall> expand(PlannedRun run, CallJob job, Value.Mapping needs) {
        Workflow workflow = job.called()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-called-workflow",
                        job.uses().position() + ": the workflow '" + job.uses().source() + "' was not found",
                        "is it in the commit that runs, or in the repository and version that are named?"));
        return new CallPlanner(run, job, workflow).legs(needs);
    }

    private List<PlannedCall> legs(Value.Mapping needs) {
        Contexts contexts = JobContexts.of(run).with("needs", needs).build(Status.SUCCESS);
        Spread spread = Spread.of(job, contexts);
        List<PlannedCall> legs = new ArrayList<>();
        for (Matrix.Leg leg : spread.legs()) {
            legs.add(leg(leg, spread, legs.size(), needs));
        }
        return List.copyOf(legs);
    }

    private PlannedCall leg(Matrix.Leg leg, Spread spread, int index, Value.Mapping needs) {
        boolean alone = job.strategy().isEmpty();
        PlannedCall draft = new PlannedCall(
                job,
                run,
                workflow,
                alone ? run.key(job) : run.key(job) + "#" + index,
                job.id(),
                index,
                spread.legs().size(),
                leg.values(),
                needs,
                Value.Mapping.EMPTY,
                spread.failFast(),
                spread.maxParallel());
        Contexts contexts = JobContexts.of(draft).build(Status.SUCCESS);
        String name = run.named(Planner.name(job, leg, contexts));
        return new PlannedCall(
                job,
                run,
                workflow,
                draft.legKey(),
                name,
                index,
                draft.total(),
                draft.matrix(),
                needs,
                inputs(contexts),
                draft.failFast(),
                draft.maxParallel());
    }

    private Value.Mapping inputs(Contexts contexts) {
        Map<String, Value> inputs = new LinkedHashMap<>();
        Value given = job.with().evaluate(contexts);
        List<Trigger.CallInput> declared =
                workflow.calledBy().map(Trigger.WorkflowCall::inputs).orElse(List.of());
        for (Trigger.CallInput input : declared) {
            inputs.put(input.name(), value(input, given));
        }
        return Value.of(inputs);
    }

    private Value value(Trigger.CallInput input, Value given) {
        Optional<Value> passed = given instanceof Value.Mapping mapping ? mapping.get(input.name()) : Optional.empty();
        Contexts caller = JobContexts.of(run).build(Status.SUCCESS);
        return passed.or(() -> input.defaultValue().map(value -> value.evaluate(caller)))
                .map(value -> typed(input, value))
                .orElseGet(() -> nothing(input.type()));
    }

    private Value typed(Trigger.CallInput input, Value value) {
        return switch (input.type()) {
            case BOOLEAN -> value instanceof Value.Bool ? value : misfit(input, value);
            case NUMBER -> value instanceof Value.Num ? value : misfit(input, value);
            case STRING, CHOICE, ENVIRONMENT -> value.primitive() ? Value.of(value.text()) : misfit(input, value);
        };
    }

    private Value misfit(Trigger.CallInput input, Value value) {
        if (value == Value.Null.NULL || value.text().isEmpty()) {
            return nothing(input.type());
        }
        throw Problem.of(
                Problem.Kind.INVALID,
                "bad-input",
                job.uses().position() + ": Unexpected value '" + value.text() + "' of the input '" + input.name() + "'",
                "the input is a " + input.type().name().toLowerCase(Locale.ROOT)
                        + "; fromJSON makes one out of a text");
    }

    private static Value nothing(Trigger.Input.Type type) {
        return switch (type) {
            case BOOLEAN -> Value.of(false);
            case NUMBER -> Value.of(0);
            case STRING, CHOICE, ENVIRONMENT -> Value.of("");
        };
    }
}
