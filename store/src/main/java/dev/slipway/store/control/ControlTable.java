package dev.slipway.store.control;

import dev.slipway.store.Columns;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

final class ControlTable {

    static final Table<Record> CONTROL = Columns.table("control");
    static final Field<Long> EPOCH = Columns.number("control", "epoch");
    static final Field<String> HOLDER = Columns.text("control", "holder");
    static final Field<Instant> LEASE_UNTIL = Columns.instant("control", "lease_until");

    private ControlTable() {}
}
