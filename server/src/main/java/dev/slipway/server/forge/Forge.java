package dev.slipway.server.forge;

import dev.slipway.kernel.Problem;
import java.util.Locale;
import java.util.Optional;

/** The kinds of forges whose commits can have statuses. */
public enum Forge {
    /** GitHub, also Enterprise Server. */
    GITHUB,
    GITLAB,
    /** Gitea, and Forgejo, whose API is the same. */
    GITEA;

    /** Told by the host: a name that is known, or that begins as such forges usually do. */
    static Optional<Forge> ofHost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("github.")) {
            return Optional.of(GITHUB);
        }
        if (name.startsWith("gitlab.")) {
            return Optional.of(GITLAB);
        }
        boolean gitea = name.startsWith("gitea.") || name.startsWith("forgejo.") || name.equals("codeberg.org");
        return gitea ? Optional.of(GITEA) : Optional.empty();
    }

    /** @throws Problem INVALID, code {@code forge-unknown} */
    static Forge named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "github" -> GITHUB;
            case "gitlab" -> GITLAB;
            case "gitea", "forgejo" -> GITEA;
            default ->
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "forge-unknown",
                        "there is no kind of forge '" + name + "'",
                        "use github, gitlab, gitea or forgejo");
        };
    }

    /** Where the API is, when the forge is at the root of its host. */
    String apiUrl(String site) {
        return switch (this) {
            case GITHUB -> site.equals("https://github.com") ? "https://api.github.com" : site + "/api/v3";
            case GITLAB -> site + "/api/v4";
            case GITEA -> site + "/api/v1";
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
