package dev.slipway.store;

import dev.slipway.kernel.Problem;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * Compare-and-set on a row that carries a version: whoever decided on an old view of the row is told so, instead of
 * overwriting what has happened since.
 */
public final class Versions {

    private Versions() {}

    /**
     * Writes the changes when the row still has the version that the caller saw.
     *
     * @param key names exactly one row
     * @param version the column that counts the row's changes
     * @param expected the version that the caller decided on
     * @param subject what the row is, for the message, such as {@code rollout rol-01jc}
     * @return the row's new version
     * @throws Problem of kind CONFLICT, code {@code stale-version}, when the row has moved on or is gone
     */
    public static long update(
            DSLContext context,
            Table<Record> table,
            Condition key,
            Field<Long> version,
            long expected,
            Map<? extends Field<?>, ?> changes,
            String subject) {
        int rows = context.update(table)
                .set(version, expected + 1)
                .set(changes)
                .where(key)
                .and(version.eq(expected))
                .execute();
        if (rows == 0) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "stale-version",
                    subject + " has changed since it was read (it is no longer at version " + expected + ")",
                    "look at its present state and decide again");
        }
        return expected + 1;
    }
}
