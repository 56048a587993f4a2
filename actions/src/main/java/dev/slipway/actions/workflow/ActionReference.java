package dev.slipway.actions.workflow;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An action of a repository: {@code owner/repository/path@ref}.
 *
 * @param path inside the repository, empty for its root
 * @param ref tag, branch or commit
 */
public record ActionReference(String owner, String repository, String path, String ref) {

    private static final Pattern FORM = Pattern.compile("([\\w.-]+)/([\\w.-]+)((?:/[^/@]+)*)@(.+)");

    /** Absent where the text has another form. */
    public static Optional<ActionReference> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String path = matcher.group(3).isEmpty() ? "" : matcher.group(3).substring(1);
        return Optional.of(new ActionReference(matcher.group(1), matcher.group(2), path, matcher.group(4)));
    }

    /** Without the ref, lower case, for example {@code actions/cache/restore}. */
    public String name() {
        String root = owner + "/" + repository;
        return (path.isEmpty() ? root : root + "/" + path).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return owner + "/" + repository + (path.isEmpty() ? "" : "/" + path) + "@" + ref;
    }
}
