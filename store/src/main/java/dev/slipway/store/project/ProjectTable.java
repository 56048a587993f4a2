package dev.slipway.store.project;

import dev.slipway.store.Columns;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

final class ProjectTable {

    static final Table<Record> PROJECT = Columns.table("project");
    static final Field<String> NAME = Columns.text("project", "name");
    static final Field<String> DEFAULT_BRANCH = Columns.text("project", "default_branch");
    static final Field<String> REMOTE_URL = Columns.text("project", "remote_url");
    static final Field<Long> REMOTE_INTERVAL_SECONDS = Columns.number("project", "remote_interval_seconds");
    static final Field<String> REMOTE_SECRET = Columns.text("project", "remote_secret");
    static final Field<Instant> CREATED_AT = Columns.instant("project", "created_at");

    private ProjectTable() {}
}
