package dev.slipway.server.ui;

import dev.slipway.store.audit.AuditRecord;
import dev.slipway.store.audit.AuditVerdict;
import java.util.List;

/**
 * The audit log.
 *
 * @param records newest first
 * @param verdict whether the whole chain is as it was written
 */
public record AuditView(List<AuditRecord> records, AuditVerdict verdict) {}
