package dev.slipway.server.action;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The commits that a project has pinned its actions to: a tag can be moved to other code, a commit cannot. With a lock,
 * an action that is not in it does not run.
 *
 * @param commits full hash by reference without a path, such as {@code actions/setup-go@v5}
 */
public record ActionLock(Map<String, String> commits) {

    /** Where it lies in a repository. */
    public static final String FILE = ".github/actions-lock.json";

    private static final String COMMIT = "[0-9a-f]{40}";

    public ActionLock {
        commits = Map.copyOf(commits);
    }

    /** @throws Problem of kind INVALID, code {@code bad-actions-lock} */
    public static ActionLock read(String text) {
        Map<String, String> commits = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                Json.read(text, JsonNode.class).path("actions").properties()) {
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
        return new ActionLock(commits);
    }

    /** The file's text. */
    public String write() {
        StringBuilder text = new StringBuilder("{\n  \"actions\": {");
        String separator = "\n";
        for (Map.Entry<String, String> pin : new TreeMap<>(commits).entrySet()) {
            text.append(separator).append("    ").append(Json.write(pin.getKey()));
            text.append(": ").append(Json.write(pin.getValue()));
            separator = ",\n";
        }
        return text.append("\n  }\n}\n").toString();
    }

    Optional<String> commit(ActionReference.Repository action) {
        return Optional.ofNullable(commits.get(key(action)));
    }

    /** What an action is pinned by: all paths of a repository have one version. */
    public static String key(ActionReference.Repository action) {
        return action.owner() + "/" + action.repository() + "@" + action.ref();
    }
}
