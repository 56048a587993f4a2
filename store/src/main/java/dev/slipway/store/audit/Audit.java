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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.BatchBindStep;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The audit log: rows are only ever added, and each carries the hash of the one before, so that a changed, removed or
 * inserted row shows. Append in the transaction of the change itself, and as late in it as possible: appending takes
 * the head of the chain, and others who append wait for it until the transaction ends.
 */
public final class Audit {

    private static final int PAGE = 500;
    private static final List<Field<?>> COLUMNS =
            List.of(SEQ, RECORDED_AT, WHO, WHAT, SUBJECT, PROJECT, CONTENT, PREV_HASH, HASH);

    private Audit() {}

    /** Adds the entry; it is there exactly when the transaction of the context is committed. */
    public static AuditRecord append(DSLContext context, AuditEntry entry) {
        return append(context, List.of(entry)).getFirst();
    }

    /** Adds entries in their order, with one look at the head of the chain. */
    public static List<AuditRecord> append(DSLContext context, List<AuditEntry> entries) {
        List<AuditRecord> added = following(head(context, true), entries);
        if (added.isEmpty()) {
            return added;
        }
        BatchBindStep rows = context.batch(context.insertInto(AUDIT, COLUMNS).values(values(added.getFirst())));
        for (AuditRecord row : added) {
            rows = rows.bind(values(row));
        }
        rows.execute();
        context.update(HEAD)
                .set(HEAD_SEQ, added.getLast().seq())
                .set(HEAD_HASH, added.getLast().hash())
                .execute();
        return added;
    }

    private static List<AuditRecord> following(Record head, List<AuditEntry> entries) {
        List<AuditRecord> rows = new ArrayList<>(entries.size());
        long seq = head.get(HEAD_SEQ);
        String hash = head.get(HEAD_HASH);
        for (AuditEntry entry : entries) {
            AuditRecord row = AuditRecord.following(seq, hash, entry);
            rows.add(row);
            seq = row.seq();
            hash = row.hash();
        }
        return rows;
    }

    /** In the order of the columns. */
    private static @Nullable Object[] values(AuditRecord row) {
        AuditEntry entry = row.entry();
        return new @Nullable Object[] {
            row.seq(),
            entry.at(),
            entry.who(),
            entry.what(),
            entry.subject(),
            entry.project(),
            entry.text(),
            row.previous(),
            row.hash()
        };
    }

    /** The newest entries first. */
    public static List<AuditRecord> latest(DSLContext context, int limit) {
        return select(context, DSL.noCondition(), limit);
    }

    /** The newest entries of a project first. */
    public static List<AuditRecord> latestOf(DSLContext context, String project, int limit) {
        return select(context, PROJECT.eq(project), limit);
    }

    /** The newest entry of a project that says this of the subject. */
    public static Optional<AuditRecord> latestAbout(DSLContext context, String project, String what, String subject) {
        return select(context, SUBJECT.eq(subject).and(PROJECT.eq(project)).and(WHAT.eq(what)), 1).stream()
                .findFirst();
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
