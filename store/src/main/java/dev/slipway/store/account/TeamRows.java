package dev.slipway.store.account;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** The rows of teams and of who is in them. */
public final class TeamRows {

    private static final Table<Record> TEAM = Columns.table("team");
    private static final Field<String> NAME = Columns.text("team", "name");
    private static final Field<Instant> CREATED_AT = Columns.instant("team", "created_at");

    private static final Table<Record> MEMBER = Columns.table("team_member");
    private static final Field<String> OF_TEAM = Columns.text("team_member", "team");
    private static final Field<String> ACCOUNT = Columns.text("team_member", "account");
    private static final Field<Instant> ADDED_AT = Columns.instant("team_member", "added_at");

    private TeamRows() {}

    /** @throws Problem of kind CONFLICT, code {@code team-exists} */
    public static void create(DSLContext sql, String name, Instant at) {
        int rows = sql.insertInto(TEAM)
                .set(NAME, name)
                .set(CREATED_AT, at)
                .onConflictDoNothing()
                .execute();
        if (rows == 0) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "team-exists",
                    "there is a team '" + name + "' already",
                    "`slipway teams join " + name + " USER` adds to it");
        }
    }

    /**
     * Takes the team away with its memberships.
     *
     * @throws Problem of kind NOT_FOUND, code {@code no-team}
     */
    public static void delete(DSLContext sql, String name) {
        sql.deleteFrom(MEMBER).where(OF_TEAM.eq(name)).execute();
        if (sql.deleteFrom(TEAM).where(NAME.eq(name)).execute() == 0) {
            throw none(name);
        }
    }

    /** @return false when the account was in it already */
    public static boolean join(DSLContext sql, String team, String account, Instant at) {
        return sql.insertInto(MEMBER)
                        .set(OF_TEAM, team)
                        .set(ACCOUNT, account)
                        .set(ADDED_AT, at)
                        .onConflictDoNothing()
                        .execute()
                > 0;
    }

    /** @return false when the account was not in it */
    public static boolean leave(DSLContext sql, String team, String account) {
        return sql.deleteFrom(MEMBER)
                        .where(OF_TEAM.eq(team), ACCOUNT.eq(account))
                        .execute()
                > 0;
    }

    public static Optional<Team> find(DSLContext sql, String name) {
        return sql.selectFrom(TEAM).where(NAME.eq(name)).fetchOptional(row -> read(sql, row));
    }

    /** By name. */
    public static List<Team> list(DSLContext sql) {
        return sql.selectFrom(TEAM).orderBy(NAME).fetch(row -> read(sql, row));
    }

    /** Names of the teams that an account is in. */
    public static Set<String> of(DSLContext sql, String account) {
        return sql.select(OF_TEAM).from(MEMBER).where(ACCOUNT.eq(account)).fetchSet(OF_TEAM);
    }

    /** That there is no such team. */
    public static Problem none(String name) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-team",
                "there is no team '" + name + "'",
                "`slipway teams` lists those that exist");
    }

    /** Names as one column keeps them. */
    public static String joined(Set<String> names) {
        return String.join(" ", new TreeSet<>(names));
    }

    /** The names of such a column. */
    public static Set<String> split(String column) {
        return column.isEmpty() ? Set.of() : Set.of(column.split(" "));
    }

    private static Team read(DSLContext sql, Record row) {
        String name = row.get(NAME);
        List<String> members = sql.select(ACCOUNT)
                .from(MEMBER)
                .where(OF_TEAM.eq(name))
                .orderBy(ACCOUNT)
                .fetch(ACCOUNT);
        return new Team(name, List.copyOf(members), row.get(CREATED_AT));
    }
}
