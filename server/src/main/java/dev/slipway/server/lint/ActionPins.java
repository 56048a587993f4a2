package dev.slipway.server.lint;

import dev.slipway.actions.action.Action;
import dev.slipway.actions.action.ActionReader;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.action.NativeActions;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.action.ActionOrigin;
import dev.slipway.server.action.ActionRepositories;
import dev.slipway.server.action.CallableWorkflows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the commits that a lock names: those of all actions that the workflows use, of the workflows of other
 * repositories that they call, and of those that these use in turn.
 * What lies in projects of the same server is not pinned: it is no stranger's to change.
 * Actions that Slipway performs itself are noted apart and not fetched, unless the lock already asks for their own code.
 */
final class ActionPins {

    private final ActionRepositories repositories;
    private final ActionLock known;
    private final Map<String, Problem> unknown = new TreeMap<>();
    private final Map<String, String> performed = new TreeMap<>();
    private final Map<String, String> commits = new TreeMap<>();
    private final Deque<ActionReference.Repository> open = new ArrayDeque<>();
    private final Set<ActionReference.Repository> seen = new HashSet<>();

    /** @param before the lock so far */
    ActionPins(ActionRepositories repositories, Optional<ActionLock> before) {
        this.repositories = repositories;
        this.known = before.orElse(new ActionLock(Map.of(), Map.of()));
    }

    ActionLock of(List<Workflow> workflows) throws IOException {
        for (Workflow workflow : workflows) {
            add(workflow, Optional.empty());
        }
        while (!open.isEmpty()) {
            pin(open.pop());
        }
        return new ActionLock(commits, performed);
    }

    /** What is performed by Slipway, but whose commit could not be found out, and why. */
    Map<String, Problem> unknown() {
        return Collections.unmodifiableMap(unknown);
    }

    /** @param home reference that the workflow was called by; absent for one of the project */
    private void add(Workflow workflow, Optional<ActionReference.Repository> home) {
        for (Job job : workflow.jobs()) {
            switch (job) {
                case StepJob steps -> steps.steps().forEach(this::add);
                case CallJob call ->
                    CallableWorkflows.ofOther(home, call.uses().source())
                            .filter(action -> !ActionOrigin.isOwn(action))
                            .filter(seen::add)
                            .ifPresent(open::add);
            }
        }
    }

    private void add(Step step) {
        if (step.work() instanceof Step.Work.Uses uses
                && uses.action() instanceof ActionReference.Repository action
                && !ActionOrigin.isOwn(action)
                && seen.add(action)) {
            if (NativeActions.find(action.name()).isEmpty() || known.wantsCode(action)) {
                open.add(action);
            } else {
                perform(action);
            }
        }
    }

    /** A workflow runs without these, so a missing one is told and no error; a commit that was known stays. */
    private void perform(ActionReference.Repository action) {
        String key = ActionLock.key(action);
        try {
            performed.put(key, repositories.resolve(action));
        } catch (Problem problem) {
            known.commit(action).ifPresentOrElse(commit -> performed.put(key, commit), () -> unknown.put(key, problem));
        }
    }

    private void pin(ActionReference.Repository action) throws IOException {
        String commit = repositories.resolve(action);
        commits.put(ActionLock.key(action), commit);
        Path folder = repositories.at(action, commit).resolve(action.path()).normalize();
        if (Files.isRegularFile(folder)) {
            WorkflowReader.read(action.toString(), Files.readString(folder))
                    .workflow()
                    .ifPresent(workflow -> add(workflow, Optional.of(action)));
        }
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
