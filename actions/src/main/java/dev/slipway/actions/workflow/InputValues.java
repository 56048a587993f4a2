package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what somebody gave to a workflow_dispatch into the {@code inputs} context, by the types of its inputs. */
public final class InputValues {

    private InputValues() {}

    /**
     * @throws Problem with code {@code bad-input} where an input is missing, unknown or of another type
     */
    public static Value.Mapping of(List<Trigger.Input> inputs, Map<String, String> given) {
        List<String> names = inputs.stream().map(Trigger.Input::name).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw bad("there is no input '" + name + "'", Suggestion.hint(name, names));
            }
        }
        Map<String, Value> values = new LinkedHashMap<>();
        for (Trigger.Input input : inputs) {
            values.put(input.name(), value(input, given.getOrDefault(input.name(), "")));
        }
        return Value.of(values);
    }

    private static Value value(Trigger.Input input, String given) {
        String text = given.isEmpty() ? input.defaultText().orElse("") : given;
        if (text.isEmpty() && input.required()) {
            throw bad("the input '" + input.name() + "' is required", "give it a value");
        } else if (!text.isEmpty() && !fits(input, text)) {
            throw bad("'" + text + "' does not fit the input '" + input.name() + "'", hint(input));
        }
        return switch (input.type()) {
            case BOOLEAN -> Value.of(text.equals("true"));
            case NUMBER ->
                text.isEmpty() ? Value.Null.NULL : Value.of(Value.of(text).number());
            case STRING, CHOICE, ENVIRONMENT -> Value.of(text);
        };
    }

    static boolean fits(Trigger.Input input, String text) {
        return switch (input.type()) {
            case BOOLEAN -> text.equals("true") || text.equals("false");
            case NUMBER -> !Double.isNaN(Value.of(text).number());
            case CHOICE -> input.options().contains(text);
            case STRING, ENVIRONMENT -> true;
        };
    }

    static String hint(Trigger.Input input) {
        return switch (input.type()) {
            case BOOLEAN -> "it is true or false";
            case NUMBER -> "it is a number";
            case CHOICE -> "it is one of: " + String.join(", ", input.options());
            case STRING, ENVIRONMENT -> "it is a text";
        };
    }

    private static Problem bad(String message, String hint) {
        return Problem.of(Problem.Kind.INVALID, "bad-input", message, hint);
    }
}
