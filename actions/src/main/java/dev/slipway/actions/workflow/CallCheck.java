package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.kernel.Position;
import java.util.Locale;
import java.util.Optional;

/** What is passed to a called workflow must be what it asks for. */
final class CallCheck {

    private final CallJob call;
    private final Workflow workflow;
    private final Faults faults;

    CallCheck(CallJob call, Workflow workflow, Faults faults) {
        this.call = call;
        this.workflow = workflow;
        this.faults = faults;
    }

    void check() {
        Optional<Trigger.WorkflowCall> wanted = workflow.calledBy();
        if (wanted.isEmpty()) {
            Position position = workflow.triggers().stream()
                    .findFirst()
                    .map(Trigger::position)
                    .orElse(Position.startOf(workflow.file()));
            wrong(
                    "not-callable",
                    position,
                    "workflow_call key is not defined in the referenced workflow.",
                    "add 'workflow_call:' to 'on' of " + workflow.file());
            return;
        }
        inputs(wanted.get());
        if (!call.inheritSecrets()) {
            secrets(wanted.get());
        }
    }

    private void inputs(Trigger.WorkflowCall wanted) {
        for (Trigger.CallInput input : wanted.inputs()) {
            input.defaultValue().ifPresent(value -> type(input, value));
            Optional<Tree> given = given(call.with(), input.name());
            given.filter(Tree.Leaf.class::isInstance).ifPresent(tree -> type(input, ((Tree.Leaf) tree).template()));
            if (given.isEmpty() && input.required()) {
                missing("Input", input.name());
            }
        }
        Block.of(call.with()).fields().stream()
                .filter(field -> wanted.inputs().stream()
                        .noneMatch(input ->
                                input.name().equalsIgnoreCase(field.key().source())))
                .forEach(field -> unknown("input", field));
    }

    private void secrets(Trigger.WorkflowCall wanted) {
        for (Trigger.CallSecret secret : wanted.secrets()) {
            if (secret.required() && given(call.secrets(), secret.name()).isEmpty()) {
                missing("Secret", secret.name());
            }
        }
        Block.of(call.secrets()).fields().stream()
                .filter(field -> wanted.secrets().stream()
                        .noneMatch(secret ->
                                secret.name().equalsIgnoreCase(field.key().source())))
                .forEach(field -> unknown("secret", field));
    }

    private static Optional<Tree> given(Tree tree, String name) {
        return Block.of(tree).fields().stream()
                .filter(field -> field.key().source().equalsIgnoreCase(name))
                .map(Tree.Field::value)
                .findFirst();
    }

    private void type(Trigger.CallInput input, Template given) {
        given.constant()
                .filter(value -> !fits(input.type(), value))
                .ifPresent(value -> wrong(
                        "bad-input",
                        given.position(),
                        "Unexpected value '" + value.text() + "'",
                        "the input '" + input.name() + "' is a "
                                + input.type().name().toLowerCase(Locale.ROOT)));
    }

    private static boolean fits(Trigger.Input.Type type, Value value) {
        return switch (type) {
            case BOOLEAN -> value instanceof Value.Bool;
            case NUMBER -> value instanceof Value.Num;
            case STRING, CHOICE, ENVIRONMENT -> true;
        };
    }

    private void missing(String what, String name) {
        wrong(
                "missing-" + what.toLowerCase(Locale.ROOT),
                call.uses().position(),
                what + " " + name + " is required, but not provided while calling.",
                "pass it with '" + (what.equals("Input") ? "with" : "secrets") + "'");
    }

    private void unknown(String what, Tree.Field field) {
        wrong(
                "unknown-" + what,
                field.value().position(),
                "Invalid " + what + ", " + field.key().source() + " is not defined in the referenced workflow.",
                "remove it, or define it there");
    }

    private void wrong(String code, Position position, String message, String hint) {
        faults.wrong(Fault.Stage.CALL, code, position, message, hint);
    }
}
