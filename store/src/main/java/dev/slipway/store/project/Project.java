package dev.slipway.store.project;

import dev.slipway.kernel.Problem;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One git repository that Slipway knows.
 *
 * @param name lower-case letters, digits, dots, dashes and underscores: it is part of addresses and paths
 * @param defaultBranch the branch that releases come from, such as {@code main}
 * @param remote where the repository is mirrored from, or null when it is pushed here
 * @param createdAt when it was made known
 */
public record Project(
        String name, String defaultBranch, @Nullable Remote remote, Instant createdAt) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?");

    public Project {
        if (!NAME.matcher(name).matches() || name.contains("..") || name.endsWith(".git")) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-project-name",
                    "'" + name + "' cannot be the name of a project",
                    "use up to 100 lower-case letters, digits, '.', '-' and '_', beginning and ending with a letter or"
                            + " digit, without '..' and without .git at the end");
        }
    }

    /**
     * Another home of the repository.
     *
     * @param url where to fetch from
     * @param intervalSeconds how often to look, in seconds
     * @param sealedWebhookSecret what signs its webhooks, sealed, or null
     */
    public record Remote(
            String url, long intervalSeconds, @Nullable String sealedWebhookSecret) {}
}
