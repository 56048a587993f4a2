package dev.slipway.store.project;

import java.time.Instant;

/**
 * Where a project's commits get their statuses.
 *
 * @param forge name of the kind of forge, such as {@code GITHUB}
 * @param apiUrl of the forge, without a slash at the end
 * @param repository its path there, such as {@code acme/shop}
 * @param sealedToken opens the forge's API, sealed
 * @param since when it was set
 */
public record StatusReport(
        String project, String forge, String apiUrl, String repository, String sealedToken, Instant since) {}
