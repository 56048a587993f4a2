package dev.slipway.server.lint;

import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.action.ActionOrigin;
import dev.slipway.server.action.ActionRepositories;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code slipway lint --lock}: writes down the commits of all actions that the workflows of a folder use. */
final class LockCommand {

    private final Path root;
    private final Map<String, String> environment;

    LockCommand(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    /** @throws dev.slipway.kernel.Problem when an action cannot be found */
    void write(PrintStream out) throws IOException {
        Path file = root.resolve(ActionLock.FILE);
        Optional<ActionLock> before =
                Files.isRegularFile(file) ? Optional.of(ActionLock.read(Files.readString(file))) : Optional.empty();
        ActionPins pins = new ActionPins(repositories(environment), before);
        ActionLock lock = pins.of(workflows());
        Files.createDirectories(root.resolve(".github"));
        Files.writeString(file, lock.write());
        list(lock.commits(), "", out);
        list(lock.performed(), ", performed by Slipway", out);
        pins.unknown()
                .forEach((action, problem) ->
                        out.println(action + " is performed by Slipway and not pinned: " + problem.message()));
        out.println((lock.commits().size() + lock.performed().size()) + " actions are pinned in " + ActionLock.FILE);
    }

    private static void list(Map<String, String> pins, String mark, PrintStream out) {
        new TreeMap<>(pins).forEach((action, commit) -> out.println(action + " is " + commit + mark));
    }

    /** Where actions are kept for all calls of this account. */
    static ActionRepositories repositories(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", "/tmp"));
        Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache"));
        return new ActionRepositories(
                cache.resolve("slipway").resolve("actions"),
                ActionOrigin.of(
                        Optional.ofNullable(environment.get("SLIPWAY_ACTIONS_MIRROR")),
                        environment.getOrDefault("SLIPWAY_ACTIONS_URL", ActionOrigin.USUAL_URL)));
    }

    private List<Workflow> workflows() throws IOException {
        List<Workflow> workflows = new ArrayList<>();
        Path folder = root.resolve(".github/workflows");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(path -> path.toString().matches(".*\\.ya?ml"))
                        .sorted()
                        .toList()) {
                    WorkflowReader.read(root.relativize(file).toString(), Files.readString(file))
                            .workflow()
                            .ifPresent(workflows::add);
                }
            }
        }
        return workflows;
    }
}
