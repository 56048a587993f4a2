package dev.slipway.server.account;

import dev.slipway.store.Database;
import dev.slipway.store.account.BrowserSession;
import dev.slipway.store.account.LoginLinkRows;
import dev.slipway.store.account.SessionRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Browsers that are logged in. The id in the cookie is random and kept as a hash; each login makes a new one and ends
 * the one before, so that nobody can plant a session.
 */
public final class Sessions {

    private static final Duration LIFE = Duration.ofDays(7);
    private static final Duration LINK_LIFE = Duration.ofMinutes(5);

    private final Database database;
    private final InstantSource clock;
    private final Accounts accounts;
    private final SessionRows rows = new SessionRows();
    private final LoginLinkRows links = new LoginLinkRows();

    public Sessions(Database database, InstantSource clock, Accounts accounts) {
        this.database = database;
        this.clock = clock;
        this.accounts = accounts;
    }

    /**
     * Begins a session for somebody who has just proved who they are.
     *
     * @param former the cookie that the browser showed, which ends now, or null
     */
    public Begun begin(Principal principal, @Nullable String former) {
        Instant now = now();
        String cookie = Keys.fresh("");
        BrowserSession session = new BrowserSession(Keys.hash(cookie), principal.name(), now, now.plus(LIFE));
        database.execute(context -> {
            rows.deleteExpired(context, now);
            if (former != null) {
                rows.delete(context, Keys.hash(former));
            }
            rows.create(context, session);
            accounts.audit(context, principal.name(), "login", principal.name(), "logged in with a browser");
        });
        return new Begun(cookie, session.expiresAt());
    }

    /** Who shows the cookie; absent when the session is over or the account disabled. */
    public Optional<Principal> authenticate(String cookie) {
        Optional<BrowserSession> session =
                database.read(context -> rows.find(context, Keys.hash(cookie), clock.instant()));
        return session.flatMap(found -> accounts.principal(found.account()));
    }

    /** Logs the browser out. */
    public void end(String cookie) {
        database.execute(context -> rows.delete(context, Keys.hash(cookie)));
    }

    /** Makes a secret for a login link: it opens one session for that account within five minutes. */
    public String linkFor(Principal principal) {
        String secret = Keys.fresh("");
        Instant now = now();
        database.execute(context -> {
            links.deleteExpired(context, now);
            links.create(context, Keys.hash(secret), principal.name(), now.plus(LINK_LIFE));
        });
        return secret;
    }

    /**
     * Uses up a login link.
     *
     * @param former the cookie that the browser showed, which ends now, or null
     * @return absent when the link is unknown, used or expired, or the account disabled
     */
    public Optional<Begun> follow(String secret, @Nullable String former) {
        Optional<String> account =
                database.transaction(context -> links.use(context, Keys.hash(secret), clock.instant()));
        return account.flatMap(accounts::principal).map(principal -> begin(principal, former));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * What the browser is given.
     *
     * @param cookie the session's id: HttpOnly, SameSite
     * @param expiresAt when it must log in again
     */
    public record Begun(String cookie, Instant expiresAt) {

        /** Without what opens a door. */
        @Override
        public String toString() {
            return "session until " + expiresAt;
        }
    }
}
