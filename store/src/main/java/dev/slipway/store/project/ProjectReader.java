package dev.slipway.store.project;

import java.time.Instant;

/**
 * That the jobs of one project may read another one.
 *
 * @param project that is read
 * @param reader whose jobs read it
 * @param grantedBy the account that allowed it
 */
public record ProjectReader(String project, String reader, Instant since, String grantedBy) {}
