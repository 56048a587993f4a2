package dev.slipway.delivery.config;

import dev.slipway.kernel.Glob;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where releases may come from. A branch is held against the globs of branches alone and a tag against those of tags, so
 * that no branch passes for a tag by its name.
 *
 * @param branches globs
 * @param tags globs
 */
public record RefRule(List<String> branches, List<String> tags) {

    /** Anything may come. */
    public static final RefRule ANY = new RefRule(List.of(), List.of());

    private static final String BRANCHES = "refs/heads/";
    private static final String TAGS = "refs/tags/";

    public boolean isAny() {
        return branches.isEmpty() && tags.isEmpty();
    }

    /** Whether a ref, given by its full name, may come; other refs than branches and tags never where there is a rule. */
    public boolean admits(String ref) {
        if (isAny()) {
            return true;
        }
        return ref.startsWith(BRANCHES)
                ? matches(branches, ref.substring(BRANCHES.length()))
                : ref.startsWith(TAGS) && matches(tags, ref.substring(TAGS.length()));
    }

    /** The globs of all refs in words. */
    public List<String> words() {
        return Stream.concat(branches.stream(), tags.stream().map(tag -> "tag " + tag))
                .toList();
    }

    private static boolean matches(List<String> globs, String name) {
        return globs.stream().anyMatch(glob -> Glob.of(glob).matches(name));
    }
}
