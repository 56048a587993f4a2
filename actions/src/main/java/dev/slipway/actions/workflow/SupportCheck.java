package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.schema.Faults;
import dev.slipway.kernel.Position;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses, with its place, everything that {@link Feature} says this release cannot do. What only some jobs or steps of a
 * file ask for, as another system, is told of here and refused where it would run: the others run, as on GitHub.
 */
final class SupportCheck {

    /** The actions that the runner performs itself. */
    private static final Set<String> NATIVE = Set.of(
            "actions/checkout",
            "actions/upload-artifact",
            "actions/download-artifact",
            "actions/cache",
            "actions/cache/restore",
            "actions/cache/save",
            "actions/setup-java",
            "actions/setup-node",
            "actions/setup-python");

    private static final Set<String> FOREIGN_SHELLS = Set.of("powershell", "cmd");

    private final Faults faults;

    private SupportCheck(Faults faults) {
        this.faults = faults;
    }

    static void check(Workflow workflow, Faults faults) {
        SupportCheck check = new SupportCheck(faults);
        check.triggers(workflow.triggers());
        workflow.defaults().shell().ifPresent(check::shell);
        workflow.jobs().forEach(check::job);
    }

    /** Real workflows listen to many events: those that never come here are told of. */
    private void triggers(List<Trigger> triggers) {
        triggers.stream()
                .filter(trigger -> !fires(trigger))
                .forEach(trigger -> faults.idle(
                        "event",
                        trigger.position(),
                        "the event '" + trigger.event() + "' never happens here, so it starts nothing",
                        "these do: " + Feature.COMMON_EVENTS.title().replace("`", "")));
    }

    private static boolean fires(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Push _,
                    Trigger.PullRequest _,
                    Trigger.WorkflowDispatch _,
                    Trigger.Schedule _,
                    Trigger.WorkflowCall _,
                    Trigger.WorkflowRun _,
                    Trigger.RepositoryDispatch _ -> true;
            case Trigger.Activity activity ->
                activity.event().equals("create") || activity.event().equals("delete");
        };
    }

    private void job(Job job) {
        switch (job) {
            case CallJob call -> {
                refuse(
                        Feature.REUSABLE_WORKFLOWS,
                        "reusable-workflow",
                        call.uses().position(),
                        "calling another workflow is not supported yet");
                call.called().ifPresent(workflow -> workflow.jobs().forEach(this::job));
            }
            case StepJob steps -> steps(steps);
        }
    }

    private void steps(StepJob job) {
        job.container().ifPresent(tree -> refuse(Feature.CONTAINER, "container", tree));
        job.services().ifPresent(tree -> refuse(Feature.SERVICES, "services", tree));
        job.snapshot()
                .ifPresent(snapshot ->
                        refuse(Feature.SNAPSHOT, "snapshot", snapshot.position(), "'snapshot' is not supported yet"));
        labels(job.runsOn());
        job.defaults().shell().ifPresent(this::shell);
        job.steps().forEach(this::step);
    }

    private void labels(Tree tree) {
        switch (tree) {
            case Tree.Leaf leaf
            when leaf.template().isConstant() ->
                RunnerLabels.refusal(leaf.template().source())
                        .ifPresent(why -> faults.idle(
                                "runner-os", leaf.position(), why + ", so this job fails", RunnerLabels.hint()));
            case Tree.Leaf _ -> {}
            case Tree.Items items -> items.items().forEach(this::labels);
            case Tree.Fields fields -> fields.get("labels").ifPresent(this::labels);
        }
    }

    private void step(Step step) {
        switch (step.work()) {
            case Step.Work.Run run -> run.shell().ifPresent(this::shell);
            case Step.Work.Uses uses -> uses(uses);
            case Step.Work.Wait _, Step.Work.WaitAll _, Step.Work.Cancel _ -> {}
            case Step.Work.Parallel parallel -> parallel.steps().forEach(this::inParallel);
        }
    }

    /** Steps that direct others have no meaning among steps that begin at the same time. */
    private void inParallel(Step step) {
        switch (step.work()) {
            case Step.Work.Run _, Step.Work.Uses _ -> step(step);
            case Step.Work.Wait _, Step.Work.WaitAll _, Step.Work.Cancel _, Step.Work.Parallel _ ->
                faults.unsupported(
                        "parallel-step",
                        step.position(),
                        "'parallel' takes steps with 'run' or 'uses' only",
                        "write this step behind it");
        }
    }

    private void uses(Step.Work.Uses uses) {
        switch (uses.action()) {
            case ActionReference.Image _ ->
                refuse(
                        Feature.DOCKER_ACTIONS,
                        "docker-action",
                        uses.position(),
                        "container images as steps are not supported yet");
            case ActionReference.Local _ ->
                refuse(
                        Feature.LOCAL_ACTIONS,
                        "local-action",
                        uses.position(),
                        "actions of the repository itself are not supported yet");
            case ActionReference.Repository repository -> remote(repository, uses.position());
        }
    }

    private void remote(ActionReference.Repository repository, Position position) {
        if (!NATIVE.contains(repository.name()) && !Feature.REMOTE_ACTIONS.supported()) {
            faults.unsupported(
                    "action",
                    position,
                    "the action '" + repository + "' is not supported yet",
                    "supported are: "
                            + String.join(", ", NATIVE.stream().sorted().toList()));
        }
    }

    private void shell(Template shell) {
        Optional<String> word = Optional.of(shell)
                .filter(Template::isConstant)
                .map(template -> template.source().strip().toLowerCase(Locale.ROOT));
        word.filter(FOREIGN_SHELLS::contains)
                .ifPresent(name -> faults.idle(
                        "shell",
                        shell.position(),
                        "the shell '" + name + "' exists on Windows only, so a step that would use it here fails",
                        "use bash, sh, python or pwsh"));
    }

    private void refuse(Feature feature, String key, Tree tree) {
        refuse(feature, key, tree.position(), "'" + key + "' is not supported yet");
    }

    private void refuse(Feature feature, String what, Position position, String message) {
        if (!feature.supported()) {
            faults.unsupported(what, position, message, feature.note());
        }
    }
}
