package dev.slipway.server.account;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.account.AccountRows;
import dev.slipway.store.account.Team;
import dev.slipway.store.account.TeamRows;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.jooq.DSLContext;

/** Teams, so that gates need not be rewritten in every project when somebody comes or goes. */
public final class Teams {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private final Database database;
    private final InstantSource clock;
    private final AccountRows accounts = new AccountRows();

    public Teams(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes a team of these accounts.
     *
     * @throws Problem of kind INVALID, code {@code bad-team-name}; CONFLICT, code {@code team-exists}; NOT_FOUND, code
     *     {@code no-account}
     */
    public Team create(String name, List<String> members, String by) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-team-name",
                    "'" + name + "' cannot be the name of a team",
                    "use up to 63 lower-case letters, digits, '.', '-' and '_', beginning with a letter or digit");
        }
        return database.transaction(sql -> {
            TeamRows.create(sql, name, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            audit(sql, by, "team.create", name, "made the team " + name);
            members.forEach(member -> add(sql, name, member, by));
            return get(sql, name);
        });
    }

    /** Takes a team away: gates that name it then wait for others, or for a team of that name. */
    public void delete(String name, String by) {
        database.execute(sql -> {
            String members = String.join(", ", get(sql, name).members());
            TeamRows.delete(sql, name);
            audit(sql, by, "team.delete", name, "removed the team " + name + " of " + members);
        });
    }

    /**
     * Adds an account; nothing happens where it is in the team already.
     *
     * @throws Problem of kind NOT_FOUND, codes {@code no-team}, {@code no-account}
     */
    public Team join(String team, String account, String by) {
        return database.transaction(sql -> {
            get(sql, team);
            add(sql, team, account, by);
            return get(sql, team);
        });
    }

    /**
     * Removes an account. What it has approved until now still counts.
     *
     * @throws Problem of kind NOT_FOUND, code {@code no-team}
     */
    public Team leave(String team, String account, String by) {
        return database.transaction(sql -> {
            get(sql, team);
            if (TeamRows.leave(sql, team, account)) {
                audit(sql, by, "team.leave", team, "took " + account + " out of the team " + team);
            }
            return get(sql, team);
        });
    }

    /** By name. */
    public List<Team> list() {
        return database.read(TeamRows::list);
    }

    private void add(DSLContext sql, String team, String account, String by) {
        if (accounts.find(sql, account).isEmpty()) {
            throw AccountRows.none(account);
        }
        if (TeamRows.join(sql, team, account, clock.instant())) {
            audit(sql, by, "team.join", team, "put " + account + " into the team " + team);
        }
    }

    private static Team get(DSLContext sql, String name) {
        return TeamRows.find(sql, name).orElseThrow(() -> TeamRows.none(name));
    }

    private void audit(DSLContext sql, String by, String what, String team, String text) {
        Audit.append(sql, new AuditEntry(clock.instant(), by, what, "team/" + team, null, text));
    }
}
