package dev.slipway.store.account;

import dev.slipway.kernel.Problem;
import dev.slipway.store.account.AccountTables.AccountTable;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The rows of accounts. */
public final class AccountRows {

    /**
     * @param passwordHash in a form that says its own algorithm and salt
     * @throws Problem of kind CONFLICT, code {@code account-exists}
     */
    public void create(DSLContext context, Account account, String passwordHash) {
        int rows = context.insertInto(AccountTable.TABLE)
                .set(AccountTable.NAME, account.name())
                .set(AccountTable.PASSWORD_HASH, passwordHash)
                .set(AccountTable.ROLE, account.role())
                .set(AccountTable.CREATED_AT, account.createdAt())
                .set(AccountTable.DISABLED, account.disabled())
                .onConflictDoNothing()
                .execute();
        if (rows == 0) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "account-exists",
                    "there is an account '" + account.name() + "' already",
                    "choose another name");
        }
    }

    public Optional<Account> find(DSLContext context, String name) {
        return context.selectFrom(AccountTable.TABLE)
                .where(AccountTable.NAME.eq(name))
                .fetchOptional(AccountRows::read);
    }

    public Optional<String> passwordHash(DSLContext context, String name) {
        return context.select(AccountTable.PASSWORD_HASH)
                .from(AccountTable.TABLE)
                .where(AccountTable.NAME.eq(name))
                .fetchOptional(AccountTable.PASSWORD_HASH);
    }

    /** By name. */
    public List<Account> list(DSLContext context) {
        return context.selectFrom(AccountTable.TABLE).orderBy(AccountTable.NAME).fetch(AccountRows::read);
    }

    public boolean any(DSLContext context) {
        return context.fetchExists(AccountTable.TABLE);
    }

    public void setPasswordHash(DSLContext context, String name, String passwordHash) {
        require(
                context.update(AccountTable.TABLE)
                        .set(AccountTable.PASSWORD_HASH, passwordHash)
                        .where(AccountTable.NAME.eq(name))
                        .execute(),
                name);
    }

    public void setRole(DSLContext context, String name, Role role) {
        require(
                context.update(AccountTable.TABLE)
                        .set(AccountTable.ROLE, role)
                        .where(AccountTable.NAME.eq(name))
                        .execute(),
                name);
    }

    public void setDisabled(DSLContext context, String name, boolean disabled) {
        require(
                context.update(AccountTable.TABLE)
                        .set(AccountTable.DISABLED, disabled)
                        .where(AccountTable.NAME.eq(name))
                        .execute(),
                name);
    }

    private static void require(int rows, String name) {
        if (rows == 0) {
            throw none(name);
        }
    }

    /** That there is no such account. */
    public static Problem none(String name) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-account",
                "there is no account '" + name + "'",
                "`slipway users` lists those that exist");
    }

    private static Account read(Record row) {
        return new Account(
                row.get(AccountTable.NAME),
                row.get(AccountTable.ROLE),
                row.get(AccountTable.CREATED_AT),
                row.get(AccountTable.DISABLED));
    }
}
