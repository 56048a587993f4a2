package dev.slipway.store.audit;

import dev.slipway.store.Columns;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

final class AuditTable {

    static final Table<Record> AUDIT = Columns.table("audit");
    static final Field<Long> SEQ = Columns.number("audit", "seq");
    static final Field<Instant> RECORDED_AT = Columns.instant("audit", "recorded_at");
    static final Field<String> WHO = Columns.text("audit", "who");
    static final Field<String> WHAT = Columns.text("audit", "what");
    static final Field<String> SUBJECT = Columns.text("audit", "subject");
    static final Field<String> PROJECT = Columns.text("audit", "project");
    static final Field<String> CONTENT = Columns.text("audit", "content");
    static final Field<String> PREV_HASH = Columns.text("audit", "prev_hash");
    static final Field<String> HASH = Columns.text("audit", "hash");

    static final Table<Record> HEAD = Columns.table("audit_head");
    static final Field<Long> HEAD_SEQ = Columns.number("audit_head", "seq");
    static final Field<String> HEAD_HASH = Columns.text("audit_head", "hash");

    private AuditTable() {}
}
