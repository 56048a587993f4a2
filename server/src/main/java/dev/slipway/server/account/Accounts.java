package dev.slipway.server.account;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.account.Account;
import dev.slipway.store.account.AccountRows;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.SessionRows;
import dev.slipway.store.account.SetupRow;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jooq.DSLContext;

/** The people who may log in, from the first administrator on. */
public final class Accounts {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** Words that stand for no person in the audit log. */
    private static final List<String> RESERVED = List.of("system", "anonymous");

    private final Database database;
    private final InstantSource clock;
    private final LoginThrottle throttle;
    private final AccountRows rows = new AccountRows();
    private final SessionRows sessions = new SessionRows();
    private final SetupRow setup = new SetupRow();
    private volatile Runnable setupUsed = () -> {};

    public Accounts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.throttle = new LoginThrottle(clock);
    }

    /**
     * Makes a setup token when there is no account yet, and voids any that was offered before. It is for the terminal
     * of whoever started the server; only its hash is kept.
     *
     * @param whenUsed removes what shows the token, once it opens nothing any more
     * @return absent when there are accounts
     */
    public Optional<String> offerSetup(Runnable whenUsed) {
        setupUsed = whenUsed;
        String token = Keys.fresh("slp_setup_");
        boolean first = database.transaction(context -> {
            boolean none = !rows.any(context);
            if (none) {
                setup.offer(context, Keys.hash(token), clock.instant());
            }
            return none;
        });
        return first ? Optional.of(token) : Optional.empty();
    }

    /**
     * Makes the first administrator.
     *
     * @throws Problem of kind DENIED, code {@code bad-setup-token}, when the token is wrong or was used
     */
    public Account setUp(String setupToken, String name, String password) {
        Account account = account(name, Role.ADMIN);
        String hash = Passwords.hash(password);
        return database.transaction(context -> {
            if (rows.any(context) || !setup.use(context, Keys.hash(setupToken), clock.instant())) {
                throw Problem.of(
                        Problem.Kind.DENIED,
                        "bad-setup-token",
                        "this setup token is wrong, or the setup is done",
                        "the server prints the token when it starts without accounts; later, ask an administrator");
            }
            rows.create(context, account, hash);
            audit(context, name, "setup", name, "became the first administrator");
            Database.afterCommit(context, setupUsed);
            return account;
        });
    }

    /**
     * @throws Problem of kind UNAUTHENTICATED, code {@code bad-login}, for a wrong name or password, without telling
     *     which; of kind DENIED, code {@code too-many-logins}, after too many wrong ones
     */
    public Principal logIn(String name, String password) {
        throttle.attempt(name);
        Optional<String> hash = database.read(context -> rows.passwordHash(context, name));
        boolean right = Passwords.matches(password, hash.orElse(null));
        Optional<Principal> principal = right ? principal(name) : Optional.empty();
        if (principal.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.UNAUTHENTICATED,
                    "bad-login",
                    "name or password is wrong",
                    "an administrator can set a new password");
        }
        throttle.succeeded(name);
        return principal.get();
    }

    /** Makes an account. */
    public Account create(String name, String password, Role role, String by) {
        Account account = account(name, role);
        String hash = Passwords.hash(password);
        return database.transaction(context -> {
            rows.create(context, account, hash);
            audit(context, by, "account.create", name, "made the account " + name + " with role " + role);
            return account;
        });
    }

    /** Sets a new password and logs the account out of every browser. */
    public void setPassword(String name, String password, String by) {
        String hash = Passwords.hash(password);
        database.execute(context -> {
            rows.setPasswordHash(context, name, hash);
            sessions.deleteOf(context, name);
            audit(context, by, "account.password", name, "set a new password for " + name);
        });
    }

    /**
     * @throws Problem of kind CONFLICT, code {@code last-administrator}, when nobody would be left to administrate
     */
    public void setRole(String name, Role role, String by) {
        database.execute(context -> {
            rows.setRole(context, name, role);
            requireAdministrator(context);
            audit(context, by, "account.role", name, "gave " + name + " the role " + role);
        });
    }

    /**
     * Closes or opens every door to an account: password, tokens, sessions and links.
     *
     * @throws Problem of kind CONFLICT, code {@code last-administrator}, when nobody would be left to administrate
     */
    public void setDisabled(String name, boolean disabled, String by) {
        database.execute(context -> {
            rows.setDisabled(context, name, disabled);
            sessions.deleteOf(context, name);
            requireAdministrator(context);
            String what = disabled ? "account.disable" : "account.enable";
            audit(context, by, what, name, (disabled ? "disabled " : "enabled ") + name);
        });
    }

    public List<Account> list() {
        return database.read(rows::list);
    }

    /** @throws Problem of kind NOT_FOUND, code {@code no-account} */
    public Account get(String name) {
        return database.read(context -> rows.find(context, name)).orElseThrow(() -> AccountRows.none(name));
    }

    /** The account in person, when it exists and is not disabled. */
    public Optional<Principal> principal(String name) {
        return enabled(name).map(Principal::inPerson);
    }

    Optional<Account> enabled(String name) {
        return database.read(context -> rows.find(context, name)).filter(account -> !account.disabled());
    }

    void audit(DSLContext context, String by, String what, String account, String text) {
        Audit.append(context, new AuditEntry(clock.instant(), by, what, "account/" + account, null, text));
    }

    private void requireAdministrator(DSLContext context) {
        boolean left =
                rows.list(context).stream().anyMatch(account -> account.role() == Role.ADMIN && !account.disabled());
        if (!left) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "last-administrator",
                    "nobody would be left who may administrate",
                    "make another administrator first");
        }
    }

    private Account account(String name, Role role) {
        if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-account-name",
                    "'" + name + "' cannot be the name of an account",
                    "use up to 63 lower-case letters, digits, '.', '-' and '_', beginning with a letter or digit, and"
                            + " none of " + RESERVED);
        }
        return new Account(name, role, clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS), false);
    }
}
