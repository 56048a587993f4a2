package dev.slipway.store.secret;

import dev.slipway.store.Columns;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * The columns that secrets and variables share.
 *
 * @param content the column of what is kept: sealed or in clear
 */
record SecretTables(
        Table<Record> table,
        Field<String> project,
        Field<String> environment,
        Field<String> name,
        Field<String> content,
        Field<Long> version,
        Field<Instant> updatedAt,
        Field<String> updatedBy) {

    static final SecretTables SECRET = of("secret", "sealed");
    static final SecretTables VARIABLE = of("variable", "content");

    private static SecretTables of(String table, String content) {
        return new SecretTables(
                Columns.table(table),
                Columns.text(table, "project"),
                Columns.text(table, "environment"),
                Columns.text(table, "name"),
                Columns.text(table, content),
                Columns.number(table, "version"),
                Columns.instant(table, "updated_at"),
                Columns.text(table, "updated_by"));
    }
}
