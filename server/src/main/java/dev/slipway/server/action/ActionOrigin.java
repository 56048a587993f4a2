package dev.slipway.server.action;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.kernel.Problem;
import dev.slipway.server.git.GitAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where repositories of actions are cloned from.
 *
 * @param mirror folder with clones as {@code owner/repository}, bare or not; looked at first
 * @param url with <code>{owner}</code> and <code>{repository}</code>; absent where nothing is fetched over the network
 * @param projects folder with the repositories of this server's projects; absent where no server is
 */
public record ActionOrigin(Optional<Path> mirror, Optional<String> url, Optional<Path> projects) {

    /** Nowhere. */
    public static final ActionOrigin NONE = new ActionOrigin(Optional.empty(), Optional.empty(), Optional.empty());

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
                Optional.of(url).filter(text -> !text.equalsIgnoreCase("none")),
                Optional.empty());
    }

    /** The same for a server, whose own projects are in the folder. */
    public ActionOrigin serving(Path folder) {
        return new ActionOrigin(mirror, url, Optional.of(folder));
    }

    /**
     * True for a project of a Slipway server. It comes from nowhere else: who owns that name at a public place could
     * otherwise give code to every workflow whose project is not here.
     */
    public static boolean isOwn(ActionReference.Repository action) {
        return action.owner().equalsIgnoreCase(GitAccess.OWNER);
    }

    /** The name of the project, where it {@linkplain #isOwn is one}. */
    static String project(ActionReference.Repository action) {
        return action.repository().toLowerCase(Locale.ROOT);
    }

    boolean reaches(ActionReference.Repository action) {
        return (isOwn(action) && projects.isPresent()) || mirror.isPresent() || url.isPresent();
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
        if (isOwn(action) && projects.isPresent()) {
            return projects.get().resolve(project(action) + ".git").toUri().toString();
        }
        return mirror.flatMap(folder -> clone(folder, action))
                .map(clone -> clone.toUri().toString())
                .or(() -> url.filter(pattern -> !isOwn(action) || !pattern.equals(USUAL_URL))
                        .map(pattern -> pattern.replace("{owner}", action.owner())
                                .replace("{repository}", action.repository())))
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
