package dev.slipway.server.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Severity;
import dev.slipway.runner.action.NativeActions;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.action.ActionOrigin;
import dev.slipway.server.git.ConfigurationFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Notices of actions that others can change under a workflow: tags and branches move, commits do not. */
final class UnpinnedActions {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{40}|[0-9a-fA-F]{64}");

    private UnpinnedActions() {}

    /**
     * @param texts of the files, by path
     * @param lock what is pinned already
     */
    static List<Finding> of(Map<String, String> texts, Optional<ActionLock> lock) {
        return texts.entrySet().stream()
                .filter(file -> ConfigurationFiles.isWorkflow(file.getKey()))
                .flatMap(file -> WorkflowReader.read(file.getKey(), file.getValue()).draft().stream())
                .flatMap(workflow -> workflow.jobs().stream())
                .filter(StepJob.class::isInstance)
                .flatMap(job -> ((StepJob) job).steps().stream())
                .flatMap(step -> notice(step, lock).stream())
                .distinct()
                .toList();
    }

    private static Optional<Finding> notice(Step step, Optional<ActionLock> lock) {
        return step.work() instanceof Step.Work.Uses uses
                        && uses.action() instanceof ActionReference.Repository action
                        && movable(action, uses.with(), lock)
                ? Optional.of(new Finding(
                        Severity.NOTICE,
                        "unpinned-action",
                        uses.position(),
                        "'" + action + "' is whatever its owner makes of '" + action.ref() + "'",
                        "name a commit, or pin all actions with 'slipway lint --lock'"))
                : Optional.empty();
    }

    private static boolean movable(ActionReference.Repository action, Tree with, Optional<ActionLock> lock) {
        boolean locked = lock.flatMap(pins -> pins.commit(action)).isPresent();
        return !locked
                && !ActionOrigin.isOwn(action)
                && !COMMIT.matcher(action.ref()).matches()
                && NativeActions.find(action.name())
                        .filter(own -> own.does(asked(with)))
                        .isEmpty();
    }

    /** What the step asks for, by lower-case names; an expression stands for something. */
    private static Map<String, String> asked(Tree with) {
        Map<String, String> asked = new HashMap<>();
        if (with instanceof Tree.Fields fields) {
            fields.fields()
                    .forEach(field -> field.value()
                            .templates()
                            .forEach(written -> asked.put(text(field.key()).toLowerCase(Locale.ROOT), text(written))));
        }
        return asked;
    }

    private static String text(Template written) {
        return written.constant().map(Value::text).orElseGet(written::asExpression);
    }
}
