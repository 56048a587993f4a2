package dev.slipway.actions.lint;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Actions that hosts no longer run, because they were made for a Node.js that is gone. */
final class ActionVersionRule implements Rule {

    private static final Pattern MAJOR = Pattern.compile("v(\\d{1,4})(\\..*)?");

    /** The first major version of each that runs on Node.js 20. */
    private static final Map<String, Integer> FIRST = Map.ofEntries(
            Map.entry("actions/checkout", 4),
            Map.entry("actions/cache", 4),
            Map.entry("actions/stale", 9),
            Map.entry("actions/setup-node", 4),
            Map.entry("actions/setup-java", 4),
            Map.entry("actions/setup-python", 5),
            Map.entry("actions/setup-go", 5),
            Map.entry("actions/setup-dotnet", 4),
            Map.entry("actions/github-script", 7),
            Map.entry("actions/labeler", 5),
            Map.entry("actions/upload-artifact", 4),
            Map.entry("actions/download-artifact", 4));

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
            case Step.Work.Uses uses
            when uses.action() instanceof ActionReference.Repository action -> check(action, uses, report);
            case Step.Work.Parallel parallel -> parallel.steps().forEach(inner -> step(inner, report));
            case Step.Work.Run _, Step.Work.Uses _, Step.Work.Wait _, Step.Work.WaitAll _, Step.Work.Cancel _ -> {}
        }
    }

    private static void check(ActionReference.Repository action, Step.Work.Uses uses, Report report) {
        Matcher matcher = MAJOR.matcher(action.ref());
        int first = FIRST.getOrDefault(action.name(), 0);
        if (matcher.matches() && Integer.parseInt(matcher.group(1)) < first) {
            report.warn(
                    "outdated-action",
                    uses.position(),
                    "'" + action + "' was made for a Node.js that hosts no longer have",
                    "use at least v" + first);
        }
    }
}
