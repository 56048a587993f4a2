package dev.slipway.runner.action;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the code of a project comes from. */
@FunctionalInterface
public interface SourceProvider {

    /**
     * Makes a working tree with a real {@code .git} in an empty folder.
     *
     * @return what is checked out
     * @throws dev.slipway.kernel.Problem of kind NOT_FOUND, code {@code no-such-ref}
     */
    Checkout checkout(Request request, Path folder) throws IOException;

    /** True where submodules come along if they are asked for. */
    default boolean bringsSubmodules() {
        return false;
    }

    /** Which repositories within the repository come along. */
    enum Submodules {
        NONE,
        DIRECT,
        RECURSIVE
    }

    /**
     * What to check out.
     *
     * @param project whose repository
     * @param ref branch, tag, full ref or commit; absent for the commit of the run
     * @param runRef full ref that the run is about
     * @param runCommit that the run is about
     * @param depth how many commits of history; 0 for all
     * @param tags whether tags come along
     * @param submodules that come along, only where {@link #bringsSubmodules} says so
     */
    record Request(
            String project,
            Optional<String> ref,
            String runRef,
            String runCommit,
            int depth,
            boolean tags,
            Submodules submodules) {}

    /**
     * What was checked out.
     *
     * @param ref branch or tag as a full ref, or the commit when there is none
     * @param commit full hash
     */
    record Checkout(String ref, String commit) {}
}
