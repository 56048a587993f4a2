package dev.slipway.server.action;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.kernel.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where repositories of actions are cloned from.
 *
 * @param mirror folder with clones as {@code owner/repository}, bare or not; looked at first
 * @param url with <code>{owner}</code> and <code>{repository}</code>; absent where nothing is fetched over the network
 */
public record ActionOrigin(Optional<Path> mirror, Optional<String> url) {

    /** Nowhere. */
    public static final ActionOrigin NONE = new ActionOrigin(Optional.empty(), Optional.empty());

    /** Where actions are published. */
    public static final String USUAL_URL = "https://github.com/{owner}/{repository}";

    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    /** Organisations keep the workflows that they share in a repository called {@code .github}. */
    private static final Pattern REPOSITORY = Pattern.compile("(?!\\.(\\.|git)?$)[A-Za-z0-9._-]{1,100}");

    /**
     * From what was configured.
     *
     * @param mirror a folder, or nothing
     * @param url a pattern, or {@code none}
     */
    public static ActionOrigin of(Optional<String> mirror, String url) {
        return new ActionOrigin(
                mirror.map(Path::of).map(Path::toAbsolutePath),
                Optional.of(url).filter(text -> !text.equalsIgnoreCase("none")));
    }

    boolean isNowhere() {
        return mirror.isEmpty() && url.isEmpty();
    }

    /** @throws Problem of kind NOT_FOUND, code {@code no-action-origin} */
    String address(ActionReference.Repository action) {
        if (!OWNER.matcher(action.owner()).matches()
                || !REPOSITORY.matcher(action.repository()).matches()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-uses",
                    "'" + action + "' names no repository",
                    "write owner/repository@ref");
        }
        return mirror.flatMap(folder -> clone(folder, action))
                .map(clone -> clone.toUri().toString())
                .or(() -> url.map(pattern ->
                        pattern.replace("{owner}", action.owner()).replace("{repository}", action.repository())))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-action-origin",
                        "the repository " + action.owner() + "/" + action.repository() + " is not in the mirror",
                        "clone it to " + mirror.map(Path::toString).orElse("a mirror") + ", or allow a URL"));
    }

    private static Optional<Path> clone(Path folder, ActionReference.Repository action) {
        Path plain = folder.resolve(action.owner()).resolve(action.repository());
        Path bare = plain.resolveSibling(action.repository() + ".git");
        return Files.isDirectory(plain) ? Optional.of(plain) : Optional.of(bare).filter(Files::isDirectory);
    }
}
