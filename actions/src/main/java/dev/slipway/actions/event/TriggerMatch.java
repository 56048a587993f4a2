package dev.slipway.actions.event;

import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.FilterPattern;
import dev.slipway.actions.workflow.Trigger;
import dev.slipway.actions.workflow.Workflow;
import java.util.List;

/**
 * Which events start which workflows, by GitHub's rules for filters: patterns are tried in their order and the last that
 * matches decides; path filters hold when one changed path passes; tags have no path filters. An event that does not tell
 * its activity, or its line of a schedule, as one that a person names on the command line, may be any of them.
 */
public final class TriggerMatch {

    private TriggerMatch() {}

    /** True when one of the workflow's triggers takes the event. */
    public static boolean starts(Workflow workflow, Event event) {
        return workflow.triggers().stream().anyMatch(trigger -> takes(trigger, event));
    }

    /** True when the trigger takes the event. */
    public static boolean takes(Trigger trigger, Event event) {
        if (!trigger.event().equals(event.name())) {
            return false;
        }
        return switch (trigger) {
            case Trigger.Push push -> takesPush(push, event);
            case Trigger.PullRequest pull -> takesPullRequest(pull, event);
            case Trigger.WorkflowDispatch _ -> true;
            case Trigger.WorkflowCall _ -> false;
            case Trigger.WorkflowRun run -> takesRun(run, event);
            case Trigger.RepositoryDispatch dispatch -> anyType(dispatch.types(), event);
            case Trigger.Activity activity -> anyType(activity.types(), event) && takesBranch(activity, event);
            case Trigger.Schedule schedule ->
                event.payload()
                        .get("schedule")
                        .map(line -> schedule.crons().stream()
                                .anyMatch(cron -> cron.line().equals(line.text())))
                        .orElse(true);
        };
    }

    private static boolean takesPush(Trigger.Push push, Event event) {
        if (event.tag().isPresent()) {
            boolean branchesOnly = push.tags().isEmpty() && !push.branches().isEmpty();
            return !branchesOnly && passes(push.tags(), event.tag().get());
        }
        boolean tagsOnly = push.branches().isEmpty() && !push.tags().isEmpty();
        return !tagsOnly
                && event.branch()
                        .filter(branch -> passes(push.branches(), branch))
                        .isPresent()
                && pathsPass(push.paths(), event);
    }

    private static boolean takesPullRequest(Trigger.PullRequest pull, Event event) {
        return pull.types().contains(event.action().orElse("opened"))
                && passes(pull.branches(), event.baseRef().orElse(""))
                && pathsPass(pull.paths(), event);
    }

    private static boolean takesRun(Trigger.WorkflowRun run, Event event) {
        String name = text(event, "name");
        return anyType(run.types(), event)
                && run.workflows().contains(name)
                && passes(run.branches(), text(event, "head_branch"));
    }

    /** What the payload says of the other run. */
    private static String text(Event event, String key) {
        return event.payload().get("workflow_run").orElse(Value.Null.NULL) instanceof Value.Mapping run
                ? run.get(key).map(Value::text).orElse("")
                : "";
    }

    private static boolean takesBranch(Trigger.Activity activity, Event event) {
        return activity.branches().isEmpty()
                || passes(activity.branches(), event.baseRef().or(event::branch).orElse(""));
    }

    private static boolean anyType(List<String> types, Event event) {
        return types.isEmpty() || event.action().map(types::contains).orElse(true);
    }

    private static boolean pathsPass(Trigger.Filter filter, Event event) {
        return filter.isEmpty()
                || event.changedPaths().isEmpty()
                || event.changedPaths().get().stream().anyMatch(path -> passes(filter, path));
    }

    static boolean passes(Trigger.Filter filter, String name) {
        return (filter.only().isEmpty() || included(filter.only(), name)) && !included(filter.except(), name);
    }

    private static boolean included(List<String> patterns, String name) {
        boolean included = false;
        for (String pattern : patterns) {
            boolean negative = pattern.startsWith("!");
            if (FilterPattern.of(negative ? pattern.substring(1) : pattern).matches(name)) {
                included = !negative;
            }
        }
        return included;
    }
}
