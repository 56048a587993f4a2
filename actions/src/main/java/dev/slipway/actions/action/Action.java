package dev.slipway.actions.action;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Position;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An action that was understood in full.
 *
 * @param file path of its file, for messages
 * @param name as people see it; empty where none is written
 * @param inputs in the order they were written
 */
public record Action(
        String file,
        String name,
        String description,
        List<Input> inputs,
        List<Output> outputs,
        Runs runs,
        Optional<Branding> branding) {

    public Action {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** What a step may pass: containers also take {@code entryPoint} and {@code args}, as ActionRunner.cs of GitHub's runner has it. */
    public List<String> taken() {
        Stream<String> more = runs instanceof Runs.Docker ? Stream.of("entryPoint", "args") : Stream.empty();
        return Stream.concat(inputs.stream().map(Input::name), more).toList();
    }

    /** The input of that name; names ignore case. */
    public Optional<Input> input(String name) {
        return inputs.stream()
                .filter(input -> input.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * What a step passes with {@code with}.
     *
     * @param required for people: as on GitHub, a missing one is not refused when the step runs
     * @param defaultValue may name {@code github}, {@code runner}, {@code job}, {@code strategy} and {@code matrix}
     * @param deprecation what to tell those who use it
     */
    public record Input(
            String name,
            Position position,
            String description,
            boolean required,
            Optional<Template> defaultValue,
            Optional<String> deprecation) {

        /** The variable that carries it: {@code INPUT_}, then the name in capitals with {@code _} for blanks. */
        public String variable() {
            return "INPUT_" + name.replace(' ', '_').toUpperCase(Locale.ROOT);
        }
    }

    /**
     * What later steps read.
     *
     * @param value of a composite action; others set their outputs themselves
     */
    public record Output(String name, Position position, String description, Optional<Template> value) {}

    /** The badge in the marketplace. */
    public record Branding(Optional<String> icon, Optional<String> color) {}

    /** What an action does. */
    public sealed interface Runs {

        /** Where it is written. */
        Position position();

        /** Steps, run in the place of the one that uses the action. */
        record Composite(Position position, List<Step> steps) implements Runs {
            public Composite {
                steps = List.copyOf(steps);
            }
        }

        /**
         * JavaScript.
         *
         * @param version of Node.js that it was written for: 12, 16, 20 or 24
         * @param main path of the script in the action's folder
         * @param pre script that runs before all steps of the job
         * @param preIf whether it does
         * @param post script that runs behind all steps of the job
         * @param postIf whether it does; {@code always()} where nothing is written
         */
        record Node(
                Position position,
                int version,
                String main,
                Optional<String> pre,
                Condition preIf,
                Optional<String> post,
                Condition postIf)
                implements Runs {}

        /**
         * A container.
         *
         * @param image {@code docker://image}, or path of a Dockerfile in the action's folder
         * @param args each an argument of the entry point
         * @param env a mapping of names to texts
         * @param entrypoint instead of the image's own
         */
        record Docker(
                Position position,
                String image,
                List<Template> args,
                Tree env,
                Optional<String> entrypoint,
                Optional<String> preEntrypoint,
                Condition preIf,
                Optional<String> postEntrypoint,
                Condition postIf)
                implements Runs {

            public Docker {
                args = List.copyOf(args);
            }

            /** True when the image has to be built from a Dockerfile first. */
            public boolean isBuilt() {
                return !image.startsWith("docker://");
            }
        }
    }
}
