package dev.slipway.store;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/**
 * Makes the constants that name tables and columns; every column is qualified by its table. A table learns its columns
 * as they are named, so that {@code selectFrom} reads each in its own type.
 */
public final class Columns {

    private static final DataType<Instant> INSTANT = SQLDataType.BIGINT.asConvertedDataType(
            Converter.ofNullable(Long.class, Instant.class, Instant::ofEpochMilli, Instant::toEpochMilli));
    private static final DataType<Boolean> FLAG = SQLDataType.SMALLINT.asConvertedDataType(
            Converter.ofNullable(Short.class, Boolean.class, stored -> stored != 0, flag -> (short) (flag ? 1 : 0)));

    private static final Map<String, NamedTable> TABLES = new ConcurrentHashMap<>();

    private Columns() {}

    public static Table<Record> table(String name) {
        return named(name);
    }

    /** A varchar or text column. */
    public static Field<String> text(String table, String name) {
        return named(table).column(name, SQLDataType.VARCHAR);
    }

    /** A bigint column that holds a number. */
    public static Field<Long> number(String table, String name) {
        return named(table).column(name, SQLDataType.BIGINT);
    }

    /** A bigint column that holds milliseconds since the epoch. */
    public static Field<Instant> instant(String table, String name) {
        return named(table).column(name, INSTANT);
    }

    /** A smallint column that holds 0 or 1. */
    public static Field<Boolean> flag(String table, String name) {
        return named(table).column(name, FLAG);
    }

    /** A varchar column that holds the name of a constant. */
    public static <E extends Enum<E>> Field<E> word(String table, String name, Class<E> type) {
        return named(table)
                .column(
                        name,
                        SQLDataType.VARCHAR.asConvertedDataType(Converter.ofNullable(
                                String.class, type, stored -> Enum.valueOf(type, stored), Enum::name)));
    }

    private static NamedTable named(String name) {
        return TABLES.computeIfAbsent(name, NamedTable::new);
    }

    private static final class NamedTable extends TableImpl<Record> {

        NamedTable(String name) {
            super(DSL.name(name));
        }

        synchronized <T> Field<T> column(String name, DataType<T> type) {
            Field<?> known = field(name);
            return known == null ? createField(DSL.name(name), type) : known.coerce(type);
        }
    }
}
