package dev.slipway.store.secret;

import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** What secrets were: a rollback brings back exactly the versions that its release ran with. */
public final class SecretHistory {

    private static final Table<Record> TABLE = Columns.table("secret_version");
    private static final Field<String> PROJECT = Columns.text("secret_version", "project");
    private static final Field<String> NAME = Columns.text("secret_version", "name");
    private static final Field<Long> VERSION = Columns.number("secret_version", "version");
    private static final Field<String> ENVIRONMENT = Columns.text("secret_version", "environment");
    private static final Field<String> SEALED = Columns.text("secret_version", "sealed");
    private static final Field<Instant> CREATED_AT = Columns.instant("secret_version", "created_at");
    private static final Field<String> PROJECT_ROW = DSL.field(DSL.name("project", "name"), String.class);

    private SecretHistory() {}

    /** A sealed version, absent when it never was or has been erased. */
    public static Optional<Sealed> find(DSLContext context, String project, String name, long version) {
        return context.selectFrom(TABLE)
                .where(PROJECT.eq(project))
                .and(NAME.eq(name))
                .and(VERSION.eq(version))
                .and(SEALED.ne(""))
                .fetchOptional(SecretHistory::read);
    }

    /** Every version that has not been erased, for sealing anew. */
    public static List<Sealed> all(DSLContext context) {
        return context.selectFrom(TABLE)
                .where(SEALED.ne(""))
                .orderBy(PROJECT, NAME, VERSION)
                .fetch(SecretHistory::read);
    }

    /** The same value in another form, in the history and where it is in use. */
    public static void reseal(DSLContext context, Sealed old, String sealed) {
        context.update(TABLE)
                .set(SEALED, sealed)
                .where(PROJECT.eq(old.project()))
                .and(NAME.eq(old.name()))
                .and(VERSION.eq(old.version()))
                .and(SEALED.eq(old.sealed()))
                .execute();
        SecretTables secret = SecretTables.SECRET;
        context.update(secret.table())
                .set(secret.content(), sealed)
                .where(secret.project().eq(old.project()))
                .and(secret.name().eq(old.name()))
                .and(secret.version().eq(old.version()))
                .execute();
    }

    static long append(DSLContext context, String project, String environment, String name, String sealed, Instant at) {
        lock(context, project);
        long version = context.select(
                        DSL.coalesce(DSL.max(VERSION), DSL.val(0L)).plus(1).as("next"))
                .from(TABLE)
                .where(PROJECT.eq(project))
                .and(NAME.eq(name))
                .fetchSingle()
                .get("next", long.class);
        context.insertInto(TABLE)
                .set(PROJECT, project)
                .set(NAME, name)
                .set(VERSION, version)
                .set(ENVIRONMENT, environment)
                .set(SEALED, sealed)
                .set(CREATED_AT, at)
                .execute();
        return version;
    }

    static void erase(DSLContext context, String project, String environment, String name) {
        context.update(TABLE)
                .set(SEALED, "")
                .where(PROJECT.eq(project))
                .and(ENVIRONMENT.eq(environment))
                .and(NAME.eq(name))
                .execute();
    }

    /** Two who set a secret at once must not take the same version; SQLite has one writer at a time anyway. */
    private static void lock(DSLContext context, String project) {
        if (context.dialect() == SQLDialect.POSTGRES) {
            context.select(PROJECT_ROW)
                    .from(DSL.table(DSL.name("project")))
                    .where(PROJECT_ROW.eq(project))
                    .forUpdate()
                    .execute();
        }
    }

    private static Sealed read(Record row) {
        return new Sealed(row.get(PROJECT), row.get(ENVIRONMENT), row.get(NAME), row.get(VERSION), row.get(SEALED));
    }

    /**
     * One version of a secret.
     *
     * @param environment where it held, or empty for the whole project
     * @param sealed the value, which only the keyring opens
     */
    public record Sealed(String project, String environment, String name, long version, String sealed) {}
}
