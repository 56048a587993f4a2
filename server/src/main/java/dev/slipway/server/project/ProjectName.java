package dev.slipway.server.project;

import dev.slipway.kernel.Problem;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name that can stand in a URL, in a path and as a label of a host name.
 *
 * @param text 1 to 40 lower-case letters, digits and inner hyphens
 */
public record ProjectName(String text) {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

    /** @throws Problem code {@code bad-project-name} */
    public ProjectName {
        if (!ALLOWED.matcher(text).matches()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-project-name",
                    "'" + text + "' cannot be the name of a project",
                    "use up to 40 lower-case letters, digits and hyphens" + suggestion(text));
        }
    }

    private static String suggestion(String text) {
        String near = text.toLowerCase(Locale.ROOT)
                .replaceAll("\\.git$", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        return ALLOWED.matcher(near).matches() ? ", such as '" + near + "'" : "";
    }
}
