package dev.slipway.store.audit;

import static dev.slipway.store.audit.AuditTable.AUDIT;
import static dev.slipway.store.audit.AuditTable.CONTENT;
import static dev.slipway.store.audit.AuditTable.HASH;
import static dev.slipway.store.audit.AuditTable.HEAD;
import static dev.slipway.store.audit.AuditTable.HEAD_HASH;
import static dev.slipway.store.audit.AuditTable.HEAD_SEQ;
import static dev.slipway.store.audit.AuditTable.PREV_HASH;
import static dev.slipway.store.audit.AuditTable.PROJECT;
import static dev.slipway.store.audit.AuditTable.RECORDED_AT;
import static dev.slipway.store.audit.AuditTable.SEQ;
import static dev.slipway.store.audit.AuditTable.SUBJECT;
import static dev.slipway.store.audit.AuditTable.WHAT;
import static dev.slipway.store.audit.AuditTable.WHO;

import java.util.List;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * The audit log: rows are only ever added, and each carries the hash of the one before, so that a changed, removed or
 * inserted row shows. Append in the transaction of the change itself, and as late in it as possible: appending takes
 * the head of the chain, and others who append wait for it until the transaction ends.
 */
public final class Audit {

    private static final int PAGE = 500;

    private Audit() {}

    /** Adds the entry; it is there exactly when the transaction of the context is committed. */
    public static AuditRecord append(DSLContext context, AuditEntry entry) {
        Record head = head(context, true);
        AuditRecord added = AuditRecord.following(head.get(HEAD_SEQ), head.get(HEAD_HASH), entry);
        context.insertInto(AUDIT)
                .set(SEQ, added.seq())
                .set(RECORDED_AT, entry.at())
                .set(WHO, entry.who())
                .set(WHAT, entry.what())
                .set(SUBJECT, entry.subject())
                .set(PROJECT, entry.project())
                .set(CONTENT, entry.text())
                .set(PREV_HASH, added.previous())
                .set(HASH, added.hash())
                .execute();
        context.update(HEAD)
                .set(HEAD_SEQ, added.seq())
                .set(HEAD_HASH, added.hash())
                .execute();
        return added;
    }

    /** The newest entries first. */
    public static List<AuditRecord> latest(DSLContext context, int limit) {
        return select(context, DSL.noCondition(), limit);
    }

    /** The newest entries of a project first. */
    public static List<AuditRecord> latestOf(DSLContext context, String project, int limit) {
        return select(context, PROJECT.eq(project), limit);
    }

    /** Walks the whole chain. */
    public static AuditVerdict verify(DSLContext context) {
        long seq = 0;
        String hash = "0".repeat(64);
        try (Cursor<Record> rows =
                context.selectFrom(AUDIT).orderBy(SEQ).fetchSize(PAGE).fetchLazy()) {
            for (Record row : rows) {
                AuditRecord next = read(row);
                if (!next.follows(seq, hash)) {
                    return new AuditVerdict(false, seq + 1, seq + 1, hash);
                }
                seq = next.seq();
                hash = next.hash();
            }
        }
        Record head = head(context, false);
        boolean whole = head.get(HEAD_SEQ) == seq && head.get(HEAD_HASH).equals(hash);
        return new AuditVerdict(whole, seq, whole ? null : (Long) (seq + 1), hash);
    }

    private static Record head(DSLContext context, boolean lock) {
        // SQLite has one writer at a time, so there the row needs no lock of its own.
        return lock && context.dialect() == SQLDialect.POSTGRES
                ? context.selectFrom(HEAD).forUpdate().fetchSingle()
                : context.selectFrom(HEAD).fetchSingle();
    }

    private static List<AuditRecord> select(DSLContext context, Condition which, int limit) {
        return context.selectFrom(AUDIT)
                .where(which)
                .orderBy(SEQ.desc())
                .limit(limit)
                .fetch(Audit::read);
    }

    private static AuditRecord read(Record row) {
        AuditEntry entry = new AuditEntry(
                row.get(RECORDED_AT),
                row.get(WHO),
                row.get(WHAT),
                row.get(SUBJECT),
                row.get(PROJECT),
                row.get(CONTENT));
        return new AuditRecord(row.get(SEQ), entry, row.get(PREV_HASH), row.get(HASH));
    }
}
