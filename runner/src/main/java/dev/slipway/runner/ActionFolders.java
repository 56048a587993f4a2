package dev.slipway.runner;

import dev.slipway.actions.action.Action;
import dev.slipway.actions.action.ActionReader;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.action.ActionSource;
import dev.slipway.runner.file.FileTree;
import dev.slipway.runner.file.HostReach;
import dev.slipway.runner.file.JobReach;
import dev.slipway.runner.host.JobWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the actions that the steps of one job use: in the workspace, or in repositories that are fetched once. */
final class ActionFolders {

    private static final List<String> FILES = List.of("action.yml", "action.yaml");
    private static final long LARGEST = 10L << 20;
    private static final String DOCKERFILE = "Dockerfile";

    private final Path workspace;
    private final ActionSource source;
    private final JobReach reach;
    private final Optional<Path> copies;
    private final Map<ActionReference.Repository, ActionFolder> fetched = new ConcurrentHashMap<>();

    private ActionFolders(Path workspace, JobReach reach, ActionSource source, Optional<Path> copies) {
        this.workspace = workspace;
        this.reach = reach;
        this.source = source;
        this.copies = copies;
    }

    /** A job in a container or a room sees only its own folders of the server's: it gets copies of what it uses. */
    static ActionFolders of(StepJob job, JobWorkspace workspace, JobReach reach, ActionSource source) {
        boolean apart = job.container().isPresent() || workspace.owner().isPresent();
        return new ActionFolders(
                workspace.work(),
                reach,
                source,
                Optional.of(workspace.actions()).filter(_ -> apart));
    }

    /** @throws Problem when there is no such action, or its file is wrong */
    ActionFolder find(Step.Work.Uses work) throws IOException, InterruptedException {
        return switch (work.action()) {
            case ActionReference.Local local -> local(local, work);
            case ActionReference.Repository repository -> repository(repository, work);
            case ActionReference.Image image ->
                throw Problem.of(
                        Problem.Kind.INTERNAL,
                        "no-action-folder",
                        work.position() + ": the image " + image.image() + " has no folder",
                        "tell us how it came");
        };
    }

    private ActionFolder local(ActionReference.Local local, Step.Work.Uses work)
            throws IOException, InterruptedException {
        Path folder = workspace.resolve(local.folder()).normalize();
        if (!folder.startsWith(workspace)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-uses",
                    work.position() + ": " + local.path() + " leads out of the workspace",
                    "name a folder of the repository");
        }
        return read(folder, reach, work, Optional.empty());
    }

    private ActionFolder repository(ActionReference.Repository repository, Step.Work.Uses work)
            throws IOException, InterruptedException {
        ActionFolder known = fetched.get(repository);
        if (known != null) {
            return known;
        }
        Path root = source.fetch(repository)
                .orElseThrow(() -> UsesWork.unknown(work, "allow actions to be fetched, or do the same in a run step"));
        Path own = copies.isPresent() ? copy(root, copies.get(), repository) : root;
        ActionFolder folder =
                read(own.resolve(repository.path()).normalize(), new HostReach(), work, Optional.of(repository));
        fetched.put(repository, folder);
        return folder;
    }

    private static Path copy(Path root, Path copies, ActionReference.Repository repository) throws IOException {
        String ref = repository.ref().replaceAll("[^A-Za-z0-9._-]", "-");
        Path target = copies.resolve(repository.owner() + "-" + repository.repository() + "-" + ref);
        if (!Files.isDirectory(target)) {
            FileTree.copy(root, target);
        }
        return target;
    }

    private static ActionFolder read(
            Path folder, JobReach reach, Step.Work.Uses work, Optional<ActionReference.Repository> origin)
            throws IOException, InterruptedException {
        for (String name : FILES) {
            Optional<String> text = reach.text(folder.resolve(name), LARGEST);
            if (text.isPresent()) {
                return new ActionFolder(folder.toAbsolutePath(), parsed(work, name, text.get()), origin);
            }
        }
        if (reach.text(folder.resolve(DOCKERFILE), LARGEST).isPresent()) {
            return new ActionFolder(folder.toAbsolutePath(), bare(work), origin);
        }
        throw missing(folder, work);
    }

    private static Action parsed(Step.Work.Uses work, String name, String text) {
        ActionReader.Reading reading = ActionReader.read(work.action() + "/" + name, text);
        return reading.action()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "bad-action",
                        work.position() + ": the action cannot be used: "
                                + reading.findings().getFirst(),
                        "mend its file"));
    }

    /** A folder with a Dockerfile alone is an action too. */
    private static Action bare(Step.Work.Uses work) {
        String text = "name: " + DOCKERFILE + "\nruns: {using: docker, image: " + DOCKERFILE + "}\n";
        return ActionReader.read(work.action() + "/" + DOCKERFILE, text)
                .action()
                .orElseThrow();
    }

    private static Problem missing(Path folder, Step.Work.Uses work) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-such-action",
                work.position() + ": Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '" + folder
                        + "'. Did you forget to run actions/checkout before running your local action?",
                "check the path, and that a checkout comes first");
    }
}
