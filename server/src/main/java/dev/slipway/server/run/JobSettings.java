package dev.slipway.server.run;

import dev.slipway.runner.host.JobLimits;
import dev.slipway.runner.wall.AccountRange;
import dev.slipway.runner.wall.Isolation;
import java.time.Duration;

/**
 * What the one who starts the server decides about jobs.
 *
 * @param limits what each may take of this host
 * @param isolation whether each has walls around it
 * @param accounts that they run as behind those
 * @param cacheBytes that the caches of one project may take together
 * @param artifactLife how long artifacts are kept, unless a workflow says less
 */
public record JobSettings(
        JobLimits limits, Isolation isolation, AccountRange accounts, long cacheBytes, Duration artifactLife) {

    /** That of GitHub. */
    public static final Duration USUAL_ARTIFACT_LIFE = Duration.ofDays(90);
}
