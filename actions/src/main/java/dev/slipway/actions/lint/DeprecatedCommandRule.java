package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands on standard output that files have replaced. */
final class DeprecatedCommandRule implements Rule {

    private static final Pattern COMMAND = Pattern.compile(
            "(?:::(save-state|set-output|set-env)\\s+name=[a-zA-Z][a-zA-Z_-]*::\\S+|::(add-path)::\\S+)");

    private static final Map<String, String> INSTEAD = Map.of(
            "set-output", "echo \"{name}={value}\" >> $GITHUB_OUTPUT",
            "save-state", "echo \"{name}={value}\" >> $GITHUB_STATE",
            "set-env", "echo \"{name}={value}\" >> $GITHUB_ENV",
            "add-path", "echo \"{path}\" >> $GITHUB_PATH");

    @Override
    public void check(Subject subject, Report report) {
        for (Job job : subject.workflow().jobs()) {
            if (job instanceof StepJob steps) {
                steps.steps().forEach(step -> step(step, report));
            }
        }
    }

    private static void step(Step step, Report report) {
        switch (step.work()) {
            case Step.Work.Run run -> script(run.script(), report);
            case Step.Work.Parallel parallel -> parallel.steps().forEach(inner -> step(inner, report));
            case Step.Work.Uses _, Step.Work.Wait _, Step.Work.WaitAll _, Step.Work.Cancel _ -> {}
        }
    }

    private static void script(Template script, Report report) {
        Matcher matcher = COMMAND.matcher(script.source());
        while (matcher.find()) {
            String command = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            report.warn(
                    "deprecated-command",
                    script.position(),
                    "the workflow command '" + command + "' is deprecated",
                    "use: " + INSTEAD.get(command));
        }
    }
}
