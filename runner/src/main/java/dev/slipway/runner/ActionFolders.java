package dev.slipway.runner;

import dev.slipway.actions.action.Action;
import dev.slipway.actions.action.ActionReader;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.action.ActionSource;
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

    private final Path workspace;
    private final ActionSource source;
    private final Map<ActionReference.Repository, ActionFolder> fetched = new ConcurrentHashMap<>();

    ActionFolders(Path workspace, ActionSource source) {
        this.workspace = workspace;
        this.source = source;
    }

    /** @throws Problem when there is no such action, or its file is wrong */
    ActionFolder find(Step.Work.Uses work) throws IOException {
        return switch (work.action()) {
            case ActionReference.Local local -> local(local, work);
            case ActionReference.Repository repository -> repository(repository, work);
            case ActionReference.Image _ -> throw noContainers(work);
        };
    }

    /** Containers are refused wherever they are asked for, with the place that asks. */
    static Problem noContainers(Step.Work.Uses work) {
        return Problem.of(
                Problem.Kind.INVALID,
                "no-containers",
                work.position() + ": " + work.action()
                        + " runs in a container, and this host runs no containers for jobs",
                "run the tool in a run step, or use an action without Docker");
    }

    private ActionFolder local(ActionReference.Local local, Step.Work.Uses work) throws IOException {
        Path folder = workspace.resolve(local.folder()).normalize();
        if (!folder.startsWith(workspace)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-uses",
                    work.position() + ": " + local.path() + " leads out of the workspace",
                    "name a folder of the repository");
        }
        return read(folder, work, Optional.empty());
    }

    private ActionFolder repository(ActionReference.Repository repository, Step.Work.Uses work) throws IOException {
        ActionFolder known = fetched.get(repository);
        if (known != null) {
            return known;
        }
        Path root = source.fetch(repository)
                .orElseThrow(() -> UsesWork.unknown(work, "allow actions to be fetched, or do the same in a run step"));
        ActionFolder folder = read(root.resolve(repository.path()).normalize(), work, Optional.of(repository));
        fetched.put(repository, folder);
        return folder;
    }

    private static ActionFolder read(Path folder, Step.Work.Uses work, Optional<ActionReference.Repository> origin)
            throws IOException {
        Path file = FILES.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> missing(folder, work));
        String shown = work.action() + "/" + file.getFileName();
        ActionReader.Reading reading = ActionReader.read(shown, Files.readString(file));
        Action action = reading.action()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "bad-action",
                        work.position() + ": the action cannot be used: "
                                + reading.findings().getFirst(),
                        "mend its file"));
        return new ActionFolder(folder.toAbsolutePath(), action, origin);
    }

    private static Problem missing(Path folder, Step.Work.Uses work) {
        boolean docker = Files.isRegularFile(folder.resolve("Dockerfile"));
        return docker
                ? noContainers(work)
                : Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-such-action",
                        work.position() + ": Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '" + folder
                                + "'. Did you forget to run actions/checkout before running your local action?",
                        "check the path, and that a checkout comes first");
    }
}
