package dev.slipway.delivery.config;

import dev.slipway.kernel.Digest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of previews: environments that nobody wrote down. A branch gives its preview a name that is part of a host name,
 * {@code preview-login} for {@code login}; one that says more than a host name can gets six digits of its digest behind
 * it, so that {@code Login} and {@code feature/login} do not meet. A pull request's is {@code pr-42}.
 */
public final class PreviewName {

    private static final String BRANCH = "refs/heads/";
    private static final String PREFIX = "preview-";
    private static final Pattern PULL = Pattern.compile("refs/pull/([1-9][0-9]{0,9})/(head|merge)");
    private static final Pattern PULL_NAME = Pattern.compile("pr-[1-9][0-9]{0,9}");
    private static final int LABEL = 32;
    private static final int DIGITS = 6;

    private PreviewName() {}

    /** The name for what a ref leads to; absent for refs that have no previews, such as tags. */
    public static Optional<String> of(String ref) {
        Matcher pull = PULL.matcher(ref);
        if (pull.matches()) {
            return Optional.of("pr-" + pull.group(1));
        }
        return ref.startsWith(BRANCH) ? Optional.of(PREFIX + label(ref.substring(BRANCH.length()))) : Optional.empty();
    }

    /** Whether an environment may have this name only as a preview. */
    public static boolean is(String environment) {
        return environment.startsWith(PREFIX) || PULL_NAME.matcher(environment).matches();
    }

    /** What stands for the preview in patterns of host names. */
    static String labelOf(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    private static String label(String branch) {
        String plain =
                branch.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        if (plain.equals(branch) && plain.length() <= LABEL) {
            return plain;
        }
        String head =
                plain.substring(0, Math.min(plain.length(), LABEL - DIGITS - 1)).replaceAll("-$", "");
        String mark = Digest.of(branch).hex().substring(0, DIGITS);
        return head.isEmpty() ? mark : head + "-" + mark;
    }
}
