package dev.slipway.store.account;

import dev.slipway.store.account.AccountTables.LinkTable;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;

/** The rows of login links: each opens a browser session once. */
public final class LoginLinkRows {

    public void create(DSLContext context, String hash, String account, Instant expiresAt) {
        context.insertInto(LinkTable.TABLE)
                .set(LinkTable.HASH, hash)
                .set(LinkTable.ACCOUNT, account)
                .set(LinkTable.EXPIRES_AT, expiresAt)
                .set(LinkTable.USED, false)
                .execute();
    }

    /**
     * Uses the link up.
     *
     * @return whose it was; absent when it is unknown, expired or used, and for all but one of those who try at once
     */
    public Optional<String> use(DSLContext context, String hash, Instant now) {
        return context.update(LinkTable.TABLE)
                .set(LinkTable.USED, true)
                .where(LinkTable.HASH.eq(hash))
                .and(LinkTable.USED.eq(false))
                .and(LinkTable.EXPIRES_AT.gt(now))
                .returning(LinkTable.ACCOUNT)
                .fetchOptional(LinkTable.ACCOUNT);
    }

    /** Removes what nobody can use any more. */
    public void deleteExpired(DSLContext context, Instant now) {
        context.deleteFrom(LinkTable.TABLE).where(LinkTable.EXPIRES_AT.le(now)).execute();
    }
}
