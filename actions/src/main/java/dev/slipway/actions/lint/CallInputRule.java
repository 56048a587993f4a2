package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.Trigger;

/** Inputs of a called workflow whose default can never be used, or does not fit their type. */
final class CallInputRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        subject.workflow()
                .calledBy()
                .ifPresent(call -> call.inputs()
                        .forEach(input -> input.defaultValue().ifPresent(value -> check(input, value, report))));
    }

    private static void check(Trigger.CallInput input, Template value, Report report) {
        if (input.required()) {
            report.warn(
                    "unused-default",
                    value.position(),
                    "the input '" + input.name() + "' is required, so its default is never used",
                    "remove one of the two");
        }
        value.constant()
                .filter(constant -> !fits(input.type(), constant))
                .ifPresent(constant -> report.warn(
                        "bad-default",
                        value.position(),
                        "the default '" + constant.text() + "' does not fit the input's type",
                        "write it without quotes"));
    }

    private static boolean fits(Trigger.Input.Type type, Value value) {
        return switch (type) {
            case BOOLEAN -> value instanceof Value.Bool;
            case NUMBER -> value instanceof Value.Num;
            case STRING, CHOICE, ENVIRONMENT -> true;
        };
    }
}
