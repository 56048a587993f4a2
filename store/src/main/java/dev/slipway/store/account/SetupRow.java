package dev.slipway.store.account;

import dev.slipway.store.account.AccountTables.SetupTable;
import java.time.Instant;
import org.jooq.DSLContext;

/** The one row of the setup token, which makes the first administrator and nothing after that. */
public final class SetupRow {

    private static final long ONLY = 1;

    /** Replaces a token that was never used, for it was printed once and may be lost. */
    public void offer(DSLContext context, String hash, Instant now) {
        context.insertInto(SetupTable.TABLE)
                .set(SetupTable.ID, ONLY)
                .set(SetupTable.HASH, hash)
                .set(SetupTable.CREATED_AT, now)
                .onConflict(SetupTable.ID)
                .doUpdate()
                .set(SetupTable.HASH, hash)
                .set(SetupTable.CREATED_AT, now)
                .where(SetupTable.USED_AT.isNull())
                .execute();
    }

    /** True once in the life of a database: when the hash is that of the token and it was never used. */
    public boolean use(DSLContext context, String hash, Instant now) {
        return context.update(SetupTable.TABLE)
                        .set(SetupTable.USED_AT, now)
                        .where(SetupTable.HASH.eq(hash))
                        .and(SetupTable.USED_AT.isNull())
                        .execute()
                == 1;
    }
}
