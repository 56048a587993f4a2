package dev.slipway.store.run;

import java.time.Instant;

/**
 * A cron line of a workflow on its project's default branch.
 *
 * @param file path of the workflow
 * @param nextAt when it is due
 */
public record Schedule(String project, String file, String cron, Instant nextAt) {}
