package dev.slipway.server.account;

import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.account.Scope;
import dev.slipway.store.account.Token;
import dev.slipway.store.account.TokenRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys for programs: {@code slp_} and 256 random bits, shown once, kept as SHA-256. */
public final class Tokens {

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final Duration USE_NOTED = Duration.ofMinutes(1);

    private final Database database;
    private final InstantSource clock;
    private final Accounts accounts;
    private final Ids ids;
    private final TokenRows rows = new TokenRows();

    public Tokens(Database database, InstantSource clock, Accounts accounts) {
        this.database = database;
        this.clock = clock;
        this.accounts = accounts;
        this.ids = new Ids(clock);
    }

    /**
     * Makes a token of the owner's own; it never allows more than what made it.
     *
     * @param scopes what it may be used for
     * @param project the only project it opens, or null for all
     * @param life how long it works, or null for ever
     * @throws Problem of kind DENIED, code {@code scope-beyond-yours}, when the owner may not do all of that
     */
    public Made create(
            Principal owner, String name, Set<Scope> scopes, @Nullable String project, @Nullable Duration life) {
        check(owner, name, scopes, project);
        Instant now = now();
        Instant end = life == null ? null : now.plus(life).truncatedTo(ChronoUnit.MILLIS);
        Token token = new Token(ids.next("tok"), owner.name(), name, scopes, project, now, null, end, null);
        return make(owner, token, null);
    }

    /**
     * Makes the token of a command that has just logged in. It ends when it is not used for a while, and the one that the
     * command had from an earlier login ends now; a token that was made on purpose stays.
     *
     * @param name what it is called in lists
     * @param former the key that the command had, or null
     */
    public Made logIn(Principal owner, String name, Duration idle, @Nullable String former) {
        Set<Scope> scopes = EnumSet.allOf(Scope.class);
        scopes.removeIf(scope -> !owner.allows(scope));
        check(owner, name, scopes, null);
        Token token = new Token(ids.next("tok"), owner.name(), name, scopes, null, now(), null, null, idle);
        return make(owner, token, former);
    }

    private Made make(Principal owner, Token token, @Nullable String former) {
        String key = Keys.fresh("slp_");
        database.execute(context -> {
            for (Token old : rows.ofAccount(context, owner.name())) {
                if (old.expired(token.createdAt())) {
                    delete(context, owner, old, "took away the token that had ended: ");
                }
            }
            if (former != null) {
                rows.byHash(context, Keys.hash(former))
                        .filter(old -> old.account().equals(owner.name()) && old.idle() != null)
                        .ifPresent(old -> delete(context, owner, old, "logged in again in the place of the token "));
            }
            rows.create(context, token, Keys.hash(key));
            String text = "made the token " + token.name() + " (" + token.id() + ") for " + words(token.scopes());
            accounts.audit(context, owner.name(), "token.create", owner.name(), text);
        });
        return new Made(token, key);
    }

    private void delete(DSLContext context, Principal who, Token token, String act) {
        rows.delete(context, token.id());
        String text = act + token.name() + " (" + token.id() + ")";
        accounts.audit(context, who.name(), "token.delete", token.account(), text);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Who shows the key; absent when it is unknown or expired, or its account disabled. */
    public Optional<Principal> authenticate(String key) {
        if (!key.startsWith("slp_")) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<Token> found = database.read(context -> rows.byHash(context, Keys.hash(key)));
        return found.filter(token -> !token.expired(now))
                .flatMap(token -> accounts.enabled(token.account()).map(account -> {
                    noteUse(token, now);
                    return Principal.by(token, account);
                }));
    }

    /** The owner's tokens that work, newest first. */
    public List<Token> list(Principal owner) {
        Instant now = clock.instant();
        return database.read(context -> rows.ofAccount(context, owner.name())).stream()
                .filter(token -> !token.expired(now))
                .toList();
    }

    /**
     * Deletes a token of the caller's own; administrators may delete any.
     *
     * @throws Problem of kind NOT_FOUND, code {@code no-token}, also for a token of somebody else
     */
    public void delete(Principal caller, String id) {
        database.execute(context -> {
            Token token = rows.find(context, id)
                    .filter(found -> found.account().equals(caller.name()) || caller.allows(Scope.ADMIN))
                    .orElseThrow(() -> Problem.of(
                            Problem.Kind.NOT_FOUND,
                            "no-token",
                            "you have no token '" + id + "'",
                            "list them to see their ids"));
            delete(context, caller, token, "deleted the token ");
        });
    }

    /**
     * Once a minute is enough to see which tokens are in use, and keeps reading from becoming writing. Where nothing can be
     * written now, such as on a full disk, whoever only reads is not held up by it.
     */
    private void noteUse(Token token, Instant now) {
        Instant last = token.lastUsedAt();
        if (last != null && !last.plus(USE_NOTED).isBefore(now)) {
            return;
        }
        try {
            database.execute(context -> rows.used(context, token.id(), now));
        } catch (Problem e) {
            if (e.kind() != Problem.Kind.UNAVAILABLE) {
                throw e;
            }
            LOG.debug("the use of token {} is not noted: {}", token.id(), e.message());
        }
    }

    private static void check(Principal owner, String name, Set<Scope> scopes, @Nullable String project) {
        if (name.isBlank() || name.length() > 100 || scopes.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-token",
                    "a token needs a name of at most 100 characters and at least one scope",
                    "scopes are read, write, review, push and admin");
        }
        for (Scope scope : scopes) {
            boolean allowed = project == null ? owner.allows(scope) : owner.allows(scope, project);
            if (!allowed) {
                throw Problem.of(
                        Problem.Kind.DENIED,
                        "scope-beyond-yours",
                        "you may not " + scope.word() + " there, so no token of yours may",
                        "leave the scope out; role " + scope.role() + " is needed for it");
            }
        }
    }

    private static String words(Set<Scope> scopes) {
        return String.join(" ", scopes.stream().sorted().map(Scope::word).toList());
    }

    /**
     * A token and the key that opens it, which is never shown again.
     *
     * @param key for the owner alone
     */
    public record Made(Token token, String key) {

        /** Without the key. */
        @Override
        public String toString() {
            return "token " + token.id();
        }
    }
}
