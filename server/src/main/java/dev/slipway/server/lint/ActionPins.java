package dev.slipway.server.lint;

import dev.slipway.actions.action.Action;
import dev.slipway.actions.action.ActionReader;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.runner.action.NativeActions;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.action.ActionRepositories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the commits that a lock names: those of all actions that the workflows use, and of those that these use in turn.
 * Actions that Slipway performs itself are left out, unless the lock already has them: a pin asks for the action's own code.
 */
final class ActionPins {

    private final ActionRepositories repositories;
    private final Map<String, String> known;
    private final Map<String, String> commits = new TreeMap<>();
    private final Deque<ActionReference.Repository> open = new ArrayDeque<>();
    private final Set<ActionReference.Repository> seen = new HashSet<>();

    /** @param before the lock so far */
    ActionPins(ActionRepositories repositories, Optional<ActionLock> before) {
        this.repositories = repositories;
        this.known = before.map(ActionLock::commits).orElse(Map.of());
    }

    ActionLock of(List<Workflow> workflows) throws IOException {
        for (Workflow workflow : workflows) {
            for (Job job : workflow.jobs()) {
                if (job instanceof StepJob steps) {
                    steps.steps().forEach(this::add);
                }
            }
        }
        while (!open.isEmpty()) {
            pin(open.pop());
        }
        return new ActionLock(commits);
    }

    private void add(Step step) {
        if (step.work() instanceof Step.Work.Uses uses
                && uses.action() instanceof ActionReference.Repository action
                && (NativeActions.find(action.name()).isEmpty() || known.containsKey(ActionLock.key(action)))
                && seen.add(action)) {
            open.add(action);
        }
    }

    private void pin(ActionReference.Repository action) throws IOException {
        String commit = repositories.resolve(action);
        commits.put(ActionLock.key(action), commit);
        Path folder = repositories.at(action, commit).resolve(action.path()).normalize();
        for (String name : List.of("action.yml", "action.yaml")) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                ActionReader.read(action + "/" + name, Files.readString(file))
                        .action()
                        .map(Action::runs)
                        .filter(Action.Runs.Composite.class::isInstance)
                        .ifPresent(
                                runs -> ((Action.Runs.Composite) runs).steps().forEach(this::add));
            }
        }
    }
}
