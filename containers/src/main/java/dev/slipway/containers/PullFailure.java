package dev.slipway.containers;

import dev.slipway.kernel.Problem;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why an image did not come, as far as the engine's words tell: what to do next depends on it. */
public enum PullFailure {
    /** The registry does not let this one have it. */
    DENIED(
            "pull-denied",
            "denied|unauthorized|no basic auth credentials|authentication required|invalid username/password"),
    /** The registry knows no such image. */
    MISSING("no-such-image", "manifest unknown|name unknown|not found|does not exist"),
    /** What was written is no name of an image. */
    NAMELESS("bad-image-name", "invalid reference"),
    /** Anything else, such as a registry that does not answer: it may go better the next time. */
    OTHER("pull-failed", "");

    private final String code;
    private final String words;

    PullFailure(String code, String words) {
        this.code = code;
        this.words = words;
    }

    /** What a problem that {@link Images#pull} threw is about. */
    public static PullFailure of(Problem problem) {
        return first(each -> each.code.equals(problem.code()));
    }

    /** @param why the engine's words */
    static Problem problem(String image, Optional<Login> login, String why) {
        PullFailure failure =
                first(each -> Pattern.compile(each.words).matcher(why).find());
        String registry = Reference.parse(image).registry();
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                failure.code,
                "the image " + image + " cannot be pulled: " + failure.message(registry, login, why),
                failure.hint(registry, login));
    }

    private static PullFailure first(Predicate<PullFailure> wanted) {
        return Stream.of(values()).filter(wanted).findFirst().orElse(OTHER);
    }

    private String message(String registry, Optional<Login> login, String why) {
        return switch (this) {
            case DENIED ->
                "the registry " + registry
                        + login.map(who -> " refuses the user '" + who.username() + "'")
                                .orElse(" wants a login")
                        + " (" + why + ")";
            case MISSING -> "the registry " + registry + " does not have it (" + why + ")";
            case NAMELESS, OTHER -> why;
        };
    }

    private String hint(String registry, Optional<Login> login) {
        return switch (this) {
            case DENIED ->
                login.isPresent()
                        ? "check the username and the password of its credentials, and whether this user may pull it"
                        : "give a job's container 'credentials', or log the account that Slipway runs as in with 'docker"
                                + " login " + registry + "'";
            case MISSING -> "check its name and tag, and whether it was pushed";
            case NAMELESS -> "write registry/name:tag in lower case";
            case OTHER -> "check its name, and whether this host reaches the registry";
        };
    }
}
