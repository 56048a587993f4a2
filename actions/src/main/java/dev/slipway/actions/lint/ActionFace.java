package dev.slipway.actions.lint;

import dev.slipway.actions.action.Action;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an action shows to those who use it, so that a step can be checked before anything runs.
 *
 * @param inputs every name that it takes
 * @param demanded those without which it fails
 * @param outputs every name that it gives; absent where it may give more than it declares, as scripts and images may
 * @param node version of Node.js that it was made for; absent where it needs none, or each version another
 */
public record ActionFace(List<String> inputs, List<String> demanded, Optional<List<String>> outputs, OptionalInt node) {

    public ActionFace {
        inputs = List.copyOf(inputs);
        demanded = List.copyOf(demanded);
    }

    /** By its own file. */
    public static ActionFace of(Action action) {
        List<String> declared = action.taken();
        List<String> demanded = action.inputs().stream()
                .filter(input -> input.required() && input.defaultValue().isEmpty())
                .map(Action.Input::name)
                .toList();
        return switch (action.runs()) {
            case Action.Runs.Composite _ ->
                new ActionFace(
                        declared,
                        demanded,
                        Optional.of(action.outputs().stream()
                                .map(Action.Output::name)
                                .toList()),
                        OptionalInt.empty());
            case Action.Runs.Node node ->
                new ActionFace(declared, demanded, Optional.empty(), OptionalInt.of(node.version()));
            case Action.Runs.Docker _ -> new ActionFace(declared, demanded, Optional.empty(), OptionalInt.empty());
        };
    }

    boolean takes(String input) {
        return inputs.stream().anyMatch(input::equalsIgnoreCase);
    }
}
