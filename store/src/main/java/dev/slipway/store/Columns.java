package dev.slipway.store;

import java.time.Instant;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Makes the constants that name tables and columns; every column is qualified by its table. */
public final class Columns {

    private static final DataType<Instant> INSTANT = SQLDataType.BIGINT.asConvertedDataType(
            Converter.ofNullable(Long.class, Instant.class, Instant::ofEpochMilli, Instant::toEpochMilli));
    private static final DataType<Boolean> FLAG = SQLDataType.SMALLINT.asConvertedDataType(
            Converter.ofNullable(Short.class, Boolean.class, stored -> stored != 0, flag -> (short) (flag ? 1 : 0)));

    private Columns() {}

    public static Table<Record> table(String name) {
        return DSL.table(DSL.name(name));
    }

    /** A varchar or text column. */
    public static Field<String> text(String table, String name) {
        return DSL.field(DSL.name(table, name), SQLDataType.VARCHAR);
    }

    /** A bigint column that holds a number. */
    public static Field<Long> number(String table, String name) {
        return DSL.field(DSL.name(table, name), SQLDataType.BIGINT);
    }

    /** A bigint column that holds milliseconds since the epoch. */
    public static Field<Instant> instant(String table, String name) {
        return DSL.field(DSL.name(table, name), INSTANT);
    }

    /** A smallint column that holds 0 or 1. */
    public static Field<Boolean> flag(String table, String name) {
        return DSL.field(DSL.name(table, name), FLAG);
    }

    /** A varchar column that holds the name of a constant. */
    public static <E extends Enum<E>> Field<E> word(String table, String name, Class<E> type) {
        return DSL.field(
                DSL.name(table, name),
                SQLDataType.VARCHAR.asConvertedDataType(
                        Converter.ofNullable(String.class, type, stored -> Enum.valueOf(type, stored), Enum::name)));
    }
}
