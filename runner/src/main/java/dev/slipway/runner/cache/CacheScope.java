package dev.slipway.runner.cache;

import java.util.List;
import java.util.stream.Stream;

/**
 * Whose caches a job may see: it writes for its own ref only, and reads also those of the refs that its own grew from.
 * So a pull request can use the default branch's cache but never poison it.
 *
 * @param project the repository
 * @param ref that caches are written for, such as {@code refs/heads/main}
 * @param fallbacks refs that are read as well, nearest first
 */
public record CacheScope(String project, String ref, List<String> fallbacks) {

    public CacheScope {
        fallbacks = List.copyOf(fallbacks);
    }

    /** The refs to search, nearest first. */
    List<String> readable() {
        return Stream.concat(Stream.of(ref), fallbacks.stream()).distinct().toList();
    }
}
