package dev.slipway.server.secret;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.secret.Setting;
import dev.slipway.store.secret.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jooq.DSLContext;

/**
 * The variables of projects: what workflows see as {@code vars}, in clear. A variable of an environment goes before the
 * project's of the same name; an empty environment means the project's.
 */
public final class VariableStore {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
    private static final int MAX_LENGTH = 64 * 1024;

    private final Database database;
    private final InstantSource clock;
    private final Settings variables = Settings.variables();

    public VariableStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * @param environment where it holds, or empty for the whole project
     * @param by who sets it, for the audit log
     * @return its version now
     * @throws Problem codes {@code bad-variable-name}, {@code variable-too-large}
     */
    public long put(String project, String environment, String name, String value, String by) {
        check(name, value);
        return database.transaction(context -> {
            long version = variables.put(context, project, environment, name, value, by, clock.instant());
            audit(context, by, "variable.set", project, environment, name, "set " + name + ", version " + version);
            return version;
        });
    }

    /** All of a project, by name and environment. */
    public List<Setting> list(String project) {
        return database.read(context -> variables.list(context, project));
    }

    /** All that hold in the environment, by name. */
    public SortedMap<String, String> values(String project, String environment) {
        SortedMap<String, String> values = new TreeMap<>();
        database.read(context -> variables.holdingIn(context, project, environment))
                .forEach(setting -> values.put(setting.name(), setting.content()));
        return values;
    }

    /** True when there was one. */
    public boolean delete(String project, String environment, String name, String by) {
        return database.transaction(context -> {
            boolean deleted = variables.delete(context, project, environment, name);
            if (deleted) {
                audit(context, by, "variable.delete", project, environment, name, "deleted " + name);
            }
            return deleted;
        });
    }

    private void audit(
            DSLContext context, String by, String what, String project, String environment, String name, String text) {
        String subject = "variable/" + project + "/" + environment + "/" + name;
        Audit.append(context, new AuditEntry(clock.instant(), by, what, subject, project, text));
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-variable-name",
                    "'" + name + "' cannot be the name of a variable",
                    "use letters, digits and '_', not beginning with a digit, at most 200");
        }
        if (value.length() > MAX_LENGTH) {
            throw Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "variable-too-large",
                    "the value of " + name + " is longer than " + MAX_LENGTH + " characters",
                    "keep the text in a file of the repository");
        }
    }
}
