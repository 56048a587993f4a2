package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Suggestion;
import java.util.List;

/** Inputs that an action does not have, and those without which it fails. GitHub runs both, so they are warnings. */
final class ActionInputRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        subject.steps().forEach(step -> {
            if (step.work() instanceof Step.Work.Uses uses && uses.with() instanceof Tree.Fields with) {
                subject.known().find(uses.action()).ifPresent(face -> check(uses, with, face, report));
            }
        });
    }

    private static void check(Step.Work.Uses uses, Tree.Fields with, ActionFace face, Report report) {
        List<Template> keys = with.fields().stream().map(Tree.Field::key).toList();
        keys.stream()
                .filter(key -> key.constant()
                        .map(Value::text)
                        .filter(name -> !face.takes(name))
                        .isPresent())
                .forEach(key -> report.warn(
                        "unknown-input",
                        key.position(),
                        "'" + uses.action() + "' has no input '" + key.source() + "'",
                        face.inputs().isEmpty() ? "it takes none" : Suggestion.hint(key.source(), face.inputs())));
        if (keys.stream().allMatch(Template::isConstant)) {
            face.demanded().stream()
                    .filter(wanted ->
                            keys.stream().noneMatch(key -> key.source().equalsIgnoreCase(wanted)))
                    .forEach(wanted -> report.warn(
                            "missing-input",
                            uses.position(),
                            "'" + uses.action() + "' needs the input '" + wanted + "'",
                            "give it by 'with'"));
        }
    }
}
