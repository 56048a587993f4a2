package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.kernel.Position;
import java.util.Optional;

/**
 * One step of a job.
 *
 * @param id as written, by which {@code steps} knows it
 * @param env a mapping of names to texts
 * @param continueOnError whether the job goes on as if the step had succeeded
 */
public record Step(
        Optional<String> id,
        Position position,
        Optional<Template> name,
        Condition condition,
        Tree env,
        Optional<Template> continueOnError,
        Optional<Template> timeoutMinutes,
        Work work) {

    /** The name as written, or what the step does. */
    public String title() {
        return name.map(Template::source).orElseGet(() -> switch (work) {
            case Work.Run run ->
                "Run " + run.script().source().lines().findFirst().orElse("");
            case Work.Uses uses -> "Run " + uses.action();
        });
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
         * @param with a mapping of input names to texts
         */
        record Uses(ActionReference action, Tree with) implements Work {}
    }
}
