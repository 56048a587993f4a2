package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.kernel.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what those who start or call a workflow give to it. */
final class InputReader {

    private static final int MOST_INPUTS = 25;

    private final Faults faults;

    InputReader(Faults faults) {
        this.faults = faults;
    }

    List<Trigger.Input> dispatch(List<Tree.Field> fields, Position position) {
        if (fields.size() > MOST_INPUTS) {
            rule(
                    "too-many-inputs",
                    position,
                    "maximum number of inputs for \"workflow_dispatch\" event is " + MOST_INPUTS + " but "
                            + fields.size() + " inputs are provided",
                    "let one input hold JSON");
        }
        List<Trigger.Input> inputs = new ArrayList<>();
        fields.forEach(field -> inputs.add(dispatch(field)));
        return inputs;
    }

    private Trigger.Input dispatch(Tree.Field field) {
        Block block = Block.of(field.value());
        Trigger.Input input = new Trigger.Input(
                field.key().source(),
                type(block),
                block.text("description").orElse(""),
                block.flag("required"),
                block.text("default"),
                block.texts("options"));
        if (known(block).isPresent()) {
            checkOptions(input, block, field.key().position());
        } else {
            faults.doubtful(
                    "unknown-input-type",
                    block.valuePosition("type"),
                    "there is no type '" + block.text("type").orElse("") + "'; the input is taken as a string",
                    "write one of 'string', 'number', 'boolean', 'choice', 'environment'");
        }
        input.defaultText()
                .filter(text -> !InputValues.fits(input, text))
                .ifPresent(text -> faults.doubtful(
                        "bad-default",
                        block.valuePosition("default"),
                        "the default '" + text + "' does not fit the input's type",
                        InputValues.hint(input)));
        return input;
    }

    private void checkOptions(Trigger.Input input, Block block, Position position) {
        boolean choice = input.type() == Trigger.Input.Type.CHOICE;
        if (choice && input.options().isEmpty()) {
            rule("no-options", position, "the choice '" + input.name() + "' has no options", "add 'options:'");
        } else if (!choice && !input.options().isEmpty()) {
            rule("bad-options", position, "only a choice has options", "add 'type: choice'");
        }
        List<Template> options = block.templates("options");
        for (int i = 0; i < options.size(); i++) {
            if (input.options().indexOf(options.get(i).source()) < i) {
                faults.doubtful(
                        "twin-option",
                        options.get(i).position(),
                        "the option '" + options.get(i).source() + "' is there twice",
                        "remove one");
            }
        }
    }

    Trigger call(Position position, Block block) {
        return new Trigger.WorkflowCall(
                position,
                block.fields("inputs").stream().map(this::callInput).toList(),
                block.fields("secrets").stream().map(InputReader::secret).toList(),
                block.fields("outputs").stream().map(InputReader::output).toList());
    }

    private Trigger.CallInput callInput(Tree.Field field) {
        Block block = Block.of(field.value());
        return new Trigger.CallInput(
                field.key().source(),
                field.key().position(),
                type(block),
                block.text("description").orElse(""),
                block.flag("required"),
                block.template("default"));
    }

    private static Trigger.CallSecret secret(Tree.Field field) {
        Block block = Block.of(field.value());
        return new Trigger.CallSecret(
                field.key().source(),
                field.key().position(),
                block.text("description").orElse(""),
                block.flag("required"));
    }

    private static Trigger.CallOutput output(Tree.Field field) {
        Block block = Block.of(field.value());
        return new Trigger.CallOutput(
                field.key().source(),
                field.key().position(),
                block.text("description").orElse(""),
                block.template("value").orElseGet(() -> Template.constant(Value.of(""), block.position())));
    }

    /** An unknown type is a string: GitHub runs such workflows. Those of called ones are checked before. */
    private static Trigger.Input.Type type(Block block) {
        return known(block).orElse(Trigger.Input.Type.STRING);
    }

    private static Optional<Trigger.Input.Type> known(Block block) {
        String word = block.text("type").orElse("string");
        return Stream.of(Trigger.Input.Type.values())
                .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    private void rule(String code, Position position, String message, String hint) {
        faults.wrong(Fault.Stage.RULE, code, position, message, hint);
    }
}
