package dev.slipway.store.account;

import dev.slipway.store.account.AccountTables.SessionTable;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The rows of browser sessions, found by the hash of the cookie. */
public final class SessionRows {

    public void create(DSLContext context, BrowserSession session) {
        context.insertInto(SessionTable.TABLE)
                .set(SessionTable.HASH, session.hash())
                .set(SessionTable.ACCOUNT, session.account())
                .set(SessionTable.CREATED_AT, session.createdAt())
                .set(SessionTable.EXPIRES_AT, session.expiresAt())
                .execute();
    }

    /** The session when it has not expired. */
    public Optional<BrowserSession> find(DSLContext context, String hash, Instant now) {
        return context.selectFrom(SessionTable.TABLE)
                .where(SessionTable.HASH.eq(hash))
                .and(SessionTable.EXPIRES_AT.gt(now))
                .fetchOptional(SessionRows::read);
    }

    public void delete(DSLContext context, String hash) {
        context.deleteFrom(SessionTable.TABLE).where(SessionTable.HASH.eq(hash)).execute();
    }

    /** Logs the account out everywhere. */
    public void deleteOf(DSLContext context, String account) {
        context.deleteFrom(SessionTable.TABLE)
                .where(SessionTable.ACCOUNT.eq(account))
                .execute();
    }

    /** Removes what nobody can use any more. */
    public void deleteExpired(DSLContext context, Instant now) {
        context.deleteFrom(SessionTable.TABLE)
                .where(SessionTable.EXPIRES_AT.le(now))
                .execute();
    }

    private static BrowserSession read(Record row) {
        return new BrowserSession(
                row.get(SessionTable.HASH),
                row.get(SessionTable.ACCOUNT),
                row.get(SessionTable.CREATED_AT),
                row.get(SessionTable.EXPIRES_AT));
    }
}
