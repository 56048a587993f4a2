package dev.slipway.server.secret;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.store.Database;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.secret.SecretHistory;
import dev.slipway.store.secret.Setting;
import dev.slipway.store.secret.Settings;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jooq.DSLContext;

/**
 * The secrets of projects, sealed at rest. A secret of an environment goes before the project's of the same name; an
 * empty environment means the project's. Names and versions may be shown, values only to those that run with them.
 */
public final class SecretStore {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
    private static final int MAX_LENGTH = 64 * 1024;

    private final Database database;
    private final Keyring keyring;
    private final InstantSource clock;
    private final Settings secrets = Settings.secrets();

    public SecretStore(Database database, Keyring keyring, InstantSource clock) {
        this.database = database;
        this.keyring = keyring;
        this.clock = clock;
    }

    /**
     * @param environment where it holds, or empty for the whole project
     * @param by who sets it, for the audit log
     * @return its version now
     */
    public long put(String project, String environment, String name, String value, String by) {
        check(name, value);
        String sealed = keyring.sealText(place(project, environment, name), value);
        return database.transaction(context -> {
            long version = secrets.put(context, project, environment, name, sealed, by, clock.instant());
            audit(context, by, "secret.set", project, environment, name, "set " + name + ", version " + version);
            return version;
        });
    }

    /** The value that holds in the environment: its own, or else the project's. */
    public Optional<String> get(String project, String environment, String name) {
        return Optional.ofNullable(holding(project, environment).get(name)).map(this::reveal);
    }

    /** All values that hold in the environment, by name. */
    public SortedMap<String, String> values(String project, String environment) {
        SortedMap<String, String> values = new TreeMap<>();
        holding(project, environment).forEach((name, setting) -> values.put(name, reveal(setting)));
        return values;
    }

    /** Names, environments and versions of a project; the contents stay sealed. */
    public List<Setting> list(String project) {
        return database.read(context -> secrets.list(context, project));
    }

    /** True when there was one; all that it ever was is erased with it. */
    public boolean delete(String project, String environment, String name, String by) {
        return database.transaction(context -> {
            boolean deleted = secrets.delete(context, project, environment, name);
            if (deleted) {
                audit(context, by, "secret.delete", project, environment, name, "deleted " + name);
            }
            return deleted;
        });
    }

    /**
     * The version of each name that holds in the environment now, for freezing into a rollout.
     *
     * @throws Problem of kind NOT_FOUND, code {@code no-secret}, naming the first that does not exist
     */
    public SortedMap<String, Long> newest(String project, String environment, Collection<String> names) {
        return newest(project, names, holding(project, environment));
    }

    /**
     * The same among the secrets that were set for this very environment; the project's are not looked at.
     *
     * @throws Problem of kind NOT_FOUND, code {@code no-secret}, naming the first that does not exist
     */
    public SortedMap<String, Long> newestOf(String project, String environment, Collection<String> names) {
        Map<String, Setting> own = holding(project, environment);
        own.values().removeIf(setting -> !setting.environment().equals(environment));
        names.stream().filter(name -> !own.containsKey(name)).findFirst().ifPresent(missing -> {
            throw none(
                    project,
                    missing + " for the environment " + environment,
                    "it gets no other: `slipway secrets set " + missing + " --environment " + environment + "`");
        });
        return newest(project, names, own);
    }

    private static SortedMap<String, Long> newest(
            String project, Collection<String> names, Map<String, Setting> holding) {
        SortedMap<String, Long> versions = new TreeMap<>();
        for (String name : names) {
            Setting setting = holding.get(name);
            if (setting == null) {
                throw none(project, name, Suggestion.hint(name, holding.keySet()));
            }
            versions.put(name, setting.version());
        }
        return versions;
    }

    /**
     * The values of exactly these versions, also when newer ones hold now.
     *
     * @throws Problem of kind NOT_FOUND, code {@code no-secret}, when a version has been erased
     */
    public SortedMap<String, String> reveal(String project, Map<String, Long> versions) {
        SortedMap<String, String> values = new TreeMap<>();
        database.<Boolean>read(context -> {
            versions.forEach((name, version) -> values.put(name, reveal(context, project, name, version)));
            return true;
        });
        return values;
    }

    /** Seals every value with the newest key of the keyring, after a rotation. */
    public int resealAll() {
        return database.transaction(context -> {
            List<SecretHistory.Sealed> all = SecretHistory.all(context);
            for (SecretHistory.Sealed old : all) {
                String place = place(old.project(), old.environment(), old.name());
                SecretHistory.reseal(context, old, keyring.seal(place, keyring.open(place, old.sealed())));
            }
            return all.size();
        });
    }

    private String reveal(DSLContext context, String project, String name, long version) {
        return SecretHistory.find(context, project, name, version)
                .map(past -> keyring.openText(place(project, past.environment(), name), past.sealed()))
                .orElseThrow(() -> none(project, name + " version " + version, "set it again and make a new rollout"));
    }

    private Map<String, Setting> holding(String project, String environment) {
        Map<String, Setting> holding = new TreeMap<>();
        database.read(context -> secrets.holdingIn(context, project, environment))
                .forEach(setting -> holding.put(setting.name(), setting));
        return holding;
    }

    private String reveal(Setting setting) {
        return keyring.openText(place(setting.project(), setting.environment(), setting.name()), setting.content());
    }

    private void audit(
            DSLContext context, String by, String what, String project, String environment, String name, String text) {
        String subject = "secret/" + place(project, environment, name);
        Audit.append(context, new AuditEntry(clock.instant(), by, what, subject, project, text));
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-secret-name",
                    "'" + name + "' cannot be the name of a secret",
                    "use letters, digits and '_', not beginning with a digit, at most 200");
        }
        if (value.length() > MAX_LENGTH) {
            throw Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "secret-too-large",
                    "the value of " + name + " is longer than " + MAX_LENGTH + " characters",
                    "keep the file elsewhere and its key here");
        }
    }

    private static Problem none(String project, String name, String hint) {
        return Problem.of(
                Problem.Kind.NOT_FOUND, "no-secret", "project " + project + " has no secret " + name + " here", hint);
    }

    /** Neither a project nor an environment can hold a slash, so no two secrets have the same place. */
    private static String place(String project, String environment, String name) {
        return project + "/" + environment + "/" + name;
    }
}
