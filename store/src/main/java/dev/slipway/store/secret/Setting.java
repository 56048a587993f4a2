package dev.slipway.store.secret;

import java.time.Instant;

/**
 * A secret or a variable.
 *
 * @param project whose it is
 * @param environment where it holds, or empty for every environment of the project
 * @param name as jobs and instances see it
 * @param content sealed for a secret, in clear for a variable
 * @param version counts its changes from 1
 * @param updatedAt when it was last set
 * @param updatedBy who set it last
 */
public record Setting(
        String project,
        String environment,
        String name,
        String content,
        long version,
        Instant updatedAt,
        String updatedBy) {

    /** Without the content, which has no place in a log. */
    @Override
    public String toString() {
        return name + " of " + project + (environment.isEmpty() ? "" : "/" + environment) + " version " + version;
    }
}
