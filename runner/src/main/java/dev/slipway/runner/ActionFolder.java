package dev.slipway.runner;

import dev.slipway.actions.action.Action;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.host.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An action on this host's disk.
 *
 * @param folder that its file lies in
 * @param origin where it came from; absent for an action of the repository that runs
 */
record ActionFolder(Path folder, Action action, Optional<ActionReference.Repository> origin) {

    /** The {@code github} context as the steps of this action begin with it. */
    Value.Mapping facts(Value.Mapping github, Place place) {
        return github.with("action_path", Value.of(place.path(folder)));
    }

    /** A step of this action, with what it uses of its own repository named by that repository. */
    Step resolved(Step step) {
        return step.work() instanceof Step.Work.Uses(ActionReference.Local local, Position position, Tree with)
                ? step.doing(new Step.Work.Uses(local.saidIn(origin), position, with))
                : step;
    }

    /**
     * A file of the action.
     *
     * @throws Problem of kind INVALID, code {@code no-action-script}
     */
    Path script(String name) {
        Path script = folder.resolve(name).normalize();
        if (!Files.isRegularFile(script)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-action-script",
                    action.file() + ": the action has no file '" + name + "'",
                    "was it built and committed?");
        }
        return script;
    }
}
