package dev.slipway.runner.cache;

import dev.slipway.actions.workflow.CacheMode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whose caches a job may see: it writes for its own ref only, and reads also those of the refs that its own grew from.
 * So a pull request can use the default branch's cache but never poison it.
 *
 * @param project the repository
 * @param ref that caches are written for, such as {@code refs/heads/main}
 * @param fallbacks refs that are read as well, nearest first
 * @param mode what it may do at all
 */
public record CacheScope(String project, String ref, List<String> fallbacks, CacheMode mode) {

    public CacheScope {
        fallbacks = List.copyOf(fallbacks);
    }

    /** A job that may restore and save. */
    public CacheScope(String project, String ref, List<String> fallbacks) {
        this(project, ref, fallbacks, CacheMode.WRITE);
    }

    /** The refs to search, nearest first. */
    List<String> readable() {
        return Stream.concat(Stream.of(ref), fallbacks.stream()).distinct().toList();
    }
}
