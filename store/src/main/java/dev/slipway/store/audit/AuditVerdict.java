package dev.slipway.store.audit;

import org.jspecify.annotations.Nullable;

/**
 * Whether the log is as it was written.
 *
 * @param intact true when every row follows from the one before and the last is the head
 * @param entries how many rows were looked at
 * @param brokenAt the first row that does not fit, or null
 * @param head the hash of the last row: noted somewhere else, it proves later that nothing up to it was rewritten
 */
public record AuditVerdict(
        boolean intact, long entries, @Nullable Long brokenAt, String head) {}
