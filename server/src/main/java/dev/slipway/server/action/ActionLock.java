package dev.slipway.server.action;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.server.git.ConfigurationFiles;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The commits that a project has pinned its actions to: a tag can be moved to other code, a commit cannot. With a lock,
 * an action that is not in it does not run.
 *
 * @param commits full hash by reference, such as {@code acme/tools/lint@v5}; these run as their own code
 * @param performed the same for actions that Slipway performs itself: what it stands for, and what is fetched if asked for
 */
public record ActionLock(Map<String, String> commits, Map<String, String> performed) {

    /** Where it lies in a repository. */
    public static final String FILE = ConfigurationFiles.ACTION_LOCK;

    private static final String COMMIT = "[0-9a-f]{40}";

    public ActionLock {
        commits = Map.copyOf(commits);
        performed = Map.copyOf(performed);
    }

    /** @throws Problem of kind INVALID, code {@code bad-actions-lock} */
    public static ActionLock read(String text) {
        JsonNode lock = Json.read(text, JsonNode.class);
        return new ActionLock(commits(lock.path("actions")), commits(lock.path("performed")));
    }

    private static Map<String, String> commits(JsonNode section) {
        Map<String, String> commits = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : section.properties()) {
            String commit = entry.getValue().asString("");
            if (!commit.matches(COMMIT)) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "bad-actions-lock",
                        FILE + ": '" + entry.getKey() + "' is pinned to '" + commit + "', which is no full commit id",
                        "write it anew with 'slipway lint --lock'");
            }
            commits.put(entry.getKey(), commit);
        }
        return commits;
    }

    /** The file's text. */
    public String write() {
        String rest = performed.isEmpty() ? "" : ",\n" + section("performed", performed);
        return "{\n" + section("actions", commits) + rest + "\n}\n";
    }

    private static String section(String name, Map<String, String> pins) {
        return new TreeMap<>(pins)
                .entrySet().stream()
                        .map(pin -> "\n    " + Json.write(pin.getKey()) + ": " + Json.write(pin.getValue()))
                        .collect(Collectors.joining(",", "  \"" + name + "\": {", "\n  }"));
    }

    /** True when the own code of just this action is asked for, whatever stands for others of its repository. */
    public boolean wantsCode(ActionReference.Repository action) {
        return commits.containsKey(key(action));
    }

    /** Where the action itself is not named, any other of its repository says: all folders of a repository have one version. */
    public Optional<String> commit(ActionReference.Repository action) {
        return named(commits, action)
                .or(() -> named(performed, action))
                .or(() -> neighbour(commits, action))
                .or(() -> neighbour(performed, action));
    }

    private static Optional<String> named(Map<String, String> pins, ActionReference.Repository action) {
        return Optional.ofNullable(pins.get(key(action)));
    }

    private static Optional<String> neighbour(Map<String, String> pins, ActionReference.Repository action) {
        String root = action.owner() + "/" + action.repository();
        return new TreeMap<>(pins)
                .entrySet().stream()
                        .filter(pin -> pin.getKey().endsWith("@" + action.ref()))
                        .filter(pin -> (pin.getKey().replaceFirst("@.*", "") + "/").startsWith(root + "/"))
                        .map(Map.Entry::getValue)
                        .findFirst();
    }

    /** What an action is pinned by. */
    public static String key(ActionReference.Repository action) {
        return action.toString();
    }
}
