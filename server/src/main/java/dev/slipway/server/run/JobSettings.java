package dev.slipway.server.run;

import dev.slipway.runner.host.JobLimits;
import dev.slipway.runner.wall.AccountRange;
import dev.slipway.runner.wall.Isolation;

/**
 * What the one who starts the server decides about jobs.
 *
 * @param limits what each may take of this host
 * @param isolation whether each has walls around it
 * @param accounts that they run as behind those
 * @param cacheBytes that the caches of one project may take together
 */
public record JobSettings(JobLimits limits, Isolation isolation, AccountRange accounts, long cacheBytes) {}
