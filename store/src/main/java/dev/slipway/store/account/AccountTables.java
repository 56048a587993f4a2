package dev.slipway.store.account;

import dev.slipway.store.Columns;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

final class AccountTables {

    private AccountTables() {}

    static final class AccountTable {
        static final Table<Record> TABLE = Columns.table("account");
        static final Field<String> NAME = Columns.text("account", "name");
        static final Field<String> PASSWORD_HASH = Columns.text("account", "password_hash");
        static final Field<Role> ROLE = Columns.word("account", "role", Role.class);
        static final Field<Instant> CREATED_AT = Columns.instant("account", "created_at");
        static final Field<Boolean> DISABLED = Columns.flag("account", "disabled");

        private AccountTable() {}
    }

    static final class TokenTable {
        static final Table<Record> TABLE = Columns.table("token");
        static final Field<String> ID = Columns.text("token", "id");
        static final Field<String> ACCOUNT = Columns.text("token", "account");
        static final Field<String> NAME = Columns.text("token", "name");
        static final Field<String> HASH = Columns.text("token", "hash");
        static final Field<String> SCOPES = Columns.text("token", "scopes");
        static final Field<String> PROJECT = Columns.text("token", "project");
        static final Field<Instant> CREATED_AT = Columns.instant("token", "created_at");
        static final Field<Instant> LAST_USED_AT = Columns.instant("token", "last_used_at");
        static final Field<Instant> EXPIRES_AT = Columns.instant("token", "expires_at");
        static final Field<Long> IDLE_SECONDS = Columns.number("token", "idle_seconds");

        private TokenTable() {}
    }

    static final class SessionTable {
        static final Table<Record> TABLE = Columns.table("browser_session");
        static final Field<String> HASH = Columns.text("browser_session", "hash");
        static final Field<String> ACCOUNT = Columns.text("browser_session", "account");
        static final Field<Instant> CREATED_AT = Columns.instant("browser_session", "created_at");
        static final Field<Instant> EXPIRES_AT = Columns.instant("browser_session", "expires_at");

        private SessionTable() {}
    }

    static final class LinkTable {
        static final Table<Record> TABLE = Columns.table("login_link");
        static final Field<String> HASH = Columns.text("login_link", "hash");
        static final Field<String> ACCOUNT = Columns.text("login_link", "account");
        static final Field<Instant> EXPIRES_AT = Columns.instant("login_link", "expires_at");
        static final Field<Boolean> USED = Columns.flag("login_link", "used");

        private LinkTable() {}
    }

    static final class SetupTable {
        static final Table<Record> TABLE = Columns.table("setup");
        static final Field<Long> ID = Columns.number("setup", "id");
        static final Field<String> HASH = Columns.text("setup", "hash");
        static final Field<Instant> CREATED_AT = Columns.instant("setup", "created_at");
        static final Field<Instant> USED_AT = Columns.instant("setup", "used_at");

        private SetupTable() {}
    }
}
