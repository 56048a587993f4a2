package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.kernel.Suggestion;
import java.util.Locale;
import java.util.Set;

/** Shells that no host knows. */
final class ShellRule implements Rule {

    private static final Set<String> SHELLS = Set.of("bash", "sh", "python", "pwsh", "powershell", "cmd");

    @Override
    public void check(Subject subject, Report report) {
        subject.workflow().defaults().shell().ifPresent(shell -> check(shell, report));
        for (Job job : subject.workflow().jobs()) {
            if (job instanceof StepJob steps) {
                steps.defaults().shell().ifPresent(shell -> check(shell, report));
                steps.steps().forEach(step -> step(step, report));
            }
        }
    }

    private static void step(Step step, Report report) {
        switch (step.work()) {
            case Step.Work.Run run -> run.shell().ifPresent(shell -> check(shell, report));
            case Step.Work.Parallel parallel -> parallel.steps().forEach(inner -> step(inner, report));
            case Step.Work.Uses _, Step.Work.Wait _, Step.Work.WaitAll _, Step.Work.Cancel _ -> {}
        }
    }

    private static void check(Template shell, Report report) {
        String word = shell.source().strip().toLowerCase(Locale.ROOT);
        if (shell.isConstant() && !SHELLS.contains(word) && !word.contains("{0}")) {
            report.warn(
                    "bad-shell",
                    shell.position(),
                    "'" + word + "' is no shell",
                    Suggestion.hint(word, SHELLS) + "; any other is a command line with {0} for the script");
        }
    }
}
