package dev.slipway.store.run;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Columns;
import dev.slipway.store.run.RunTables.RunTable;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The numbers that workflows know runs by. Actions and their clients read {@code GITHUB_RUN_ID} as a number and build
 * addresses from it, which the id of a run here is not.
 */
public final class RunSerials {

    private static final String NAME = "run_serial";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<Long> LAST = Columns.number(NAME, "last");

    /** A serial, perhaps with an attempt. */
    private static final Pattern SERIAL = Pattern.compile("([0-9]{1,18})(?:\\.([0-9]{1,9}))?");

    private RunSerials() {}

    /** The next one, drawn from a counter, so that two transactions at once get different ones. */
    public static long draw(DSLContext sql) {
        Record drawn = sql.update(TABLE).set(LAST, LAST.plus(1)).returning(LAST).fetchOne();
        return Objects.requireNonNull(drawn, "run_serial has its one row from the migration")
                .get(LAST);
    }

    /**
     * The id of the run that somebody means.
     *
     * @param name an id; or a serial, which stands for the newest attempt, or as in {@code 1000001.2} for the one it names
     * @return what is no serial as it is, whether there is such a run or not
     * @throws Problem NOT_FOUND, code {@code no-run}, for a serial that nothing has
     */
    public static String id(DSLContext sql, String name) {
        Matcher serial = SERIAL.matcher(name);
        if (!serial.matches()) {
            return name;
        }
        String attempt = serial.group(2);
        return sql.select(RunTable.ID)
                .from(RunTable.TABLE)
                .where(RunTable.SERIAL.eq(Long.parseLong(serial.group(1))))
                .and(attempt == null ? DSL.noCondition() : RunTable.ATTEMPT.eq(Long.parseLong(attempt)))
                .orderBy(RunTable.ATTEMPT.desc())
                .limit(1)
                .fetchOptional(RunTable.ID)
                .orElseThrow(() -> Runs.absent(name));
    }
}
