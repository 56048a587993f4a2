package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.kernel.Position;
import java.util.List;
import java.util.Optional;

/**
 * One step of a job or of a composite action.
 *
 * @param id as written, by which {@code steps} knows it
 * @param key unique in the job: the id, or one that is made of what the step does, such as {@code __run_2}
 * @param env a mapping of names to texts
 * @param continueOnError whether the job goes on as if the step had succeeded
 * @param background whether the next step starts before this one ends
 */
public record Step(
        Optional<String> id,
        String key,
        Position position,
        Optional<Template> name,
        Condition condition,
        Tree env,
        Optional<Template> continueOnError,
        Optional<Template> timeoutMinutes,
        boolean background,
        Work work) {

    /** The name as written, or what the step does. */
    public String title() {
        return name.map(Template::source).orElseGet(() -> switch (work) {
            case Work.Run run ->
                "Run " + run.script().source().lines().findFirst().orElse("");
            case Work.Uses uses -> "Run " + uses.action();
            case Work.Wait wait -> "Wait for " + String.join(", ", wait.steps());
            case Work.WaitAll _ -> "Wait for all";
            case Work.Cancel cancel -> "Cancel " + cancel.step();
            case Work.Parallel _ -> "Run in parallel";
        });
    }

    /** The same step, doing something else. */
    public Step doing(Work other) {
        return new Step(id, key, position, name, condition, env, continueOnError, timeoutMinutes, background, other);
    }

    /** What a step does. */
    public sealed interface Work {

        /**
         * A script.
         *
         * @param shell a known shell's name, or a command line with {@code {0}} for the script's file
         */
        record Run(Template script, Optional<Template> shell, Optional<Template> workingDirectory) implements Work {}

        /**
         * An action.
         *
         * @param position of the reference
         * @param with a mapping of input names to texts
         */
        record Uses(ActionReference action, Position position, Tree with) implements Work {}

        /** Waits for background steps, by their ids. */
        record Wait(List<String> steps) implements Work {
            public Wait {
                steps = List.copyOf(steps);
            }
        }

        /** Waits for all background steps. */
        record WaitAll() implements Work {}

        /** Ends a background step, by its id. */
        record Cancel(String step) implements Work {}

        /** Steps that run at the same time. */
        record Parallel(List<Step> steps) implements Work {
            public Parallel {
                steps = List.copyOf(steps);
            }
        }
    }
}
