package dev.slipway.delivery.config;

import dev.slipway.kernel.Glob;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which commits become releases.
 *
 * @param branches globs; a push to one of them makes a release when its runs have succeeded
 * @param tags globs, likewise
 * @param workflows names of workflows that must have succeeded for the commit; empty means all that ran for it
 */
public record ReleaseRule(List<String> branches, List<String> tags, List<String> workflows) {

    private static final String BRANCHES = "refs/heads/";
    private static final String TAGS = "refs/tags/";

    /** Whether commits pushed to the ref, given by its full name, become releases. */
    public boolean admits(String ref) {
        if (ref.startsWith(BRANCHES)) {
            return matches(branches, ref.substring(BRANCHES.length()));
        }
        return ref.startsWith(TAGS) && matches(tags, ref.substring(TAGS.length()));
    }

    /** The globs of all refs in words. */
    public List<String> refs() {
        return Stream.concat(branches.stream(), tags.stream().map(tag -> "tag " + tag))
                .toList();
    }

    private static boolean matches(List<String> globs, String name) {
        return globs.stream().anyMatch(glob -> Glob.of(glob).matches(name));
    }
}
