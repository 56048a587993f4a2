package dev.slipway.store.secret;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The rows of secrets or of variables: one value per project, environment and name, the environment's own first. */
public final class Settings {

    private final SecretTables columns;

    private Settings(SecretTables columns) {
        this.columns = columns;
    }

    /** Secrets; what is put here must be sealed already. */
    public static Settings secrets() {
        return new Settings(SecretTables.SECRET);
    }

    /** Variables, in clear. */
    public static Settings variables() {
        return new Settings(SecretTables.VARIABLE);
    }

    /**
     * Sets the value, whether it was there or not. The versions of a secret count over all environments of its project
     * and its old ones stay in the {@link SecretHistory}; those of a variable count for each environment.
     *
     * @return its version now
     */
    public long put(
            DSLContext context,
            String project,
            String environment,
            String name,
            String content,
            String by,
            Instant at) {
        long version = columns.equals(SecretTables.SECRET)
                ? SecretHistory.append(context, project, environment, name, content, at)
                : find(context, project, environment, name)
                                .map(Setting::version)
                                .orElse(0L)
                        + 1;
        context.insertInto(columns.table())
                .set(columns.project(), project)
                .set(columns.environment(), environment)
                .set(columns.name(), name)
                .set(columns.content(), content)
                .set(columns.version(), version)
                .set(columns.updatedAt(), at)
                .set(columns.updatedBy(), by)
                .onConflict(columns.project(), columns.environment(), columns.name())
                .doUpdate()
                .set(columns.content(), content)
                .set(columns.version(), version)
                .set(columns.updatedAt(), at)
                .set(columns.updatedBy(), by)
                .execute();
        return version;
    }

    /** Exactly this one, without falling back to the project's. */
    public Optional<Setting> find(DSLContext context, String project, String environment, String name) {
        return context.selectFrom(columns.table())
                .where(key(project, environment, name))
                .fetchOptional(this::read);
    }

    /** All of a project, by name and environment. */
    public List<Setting> list(DSLContext context, String project) {
        return context.selectFrom(columns.table())
                .where(columns.project().eq(project))
                .orderBy(columns.name(), columns.environment())
                .fetch(this::read);
    }

    /** Those of the project that hold in the environment: the project's and the environment's, in this order. */
    public List<Setting> holdingIn(DSLContext context, String project, String environment) {
        return context.selectFrom(columns.table())
                .where(columns.project().eq(project))
                .and(columns.environment().in("", environment))
                .orderBy(columns.environment(), columns.name())
                .fetch(this::read);
    }

    /** True when there was one to delete; of a secret, all that it ever was is erased. */
    public boolean delete(DSLContext context, String project, String environment, String name) {
        if (columns.equals(SecretTables.SECRET)) {
            SecretHistory.erase(context, project, environment, name);
        }
        return context.deleteFrom(columns.table())
                        .where(key(project, environment, name))
                        .execute()
                > 0;
    }

    private Condition key(String project, String environment, String name) {
        return columns.project()
                .eq(project)
                .and(columns.environment().eq(environment))
                .and(columns.name().eq(name));
    }

    private Setting read(Record row) {
        return new Setting(
                row.get(columns.project()),
                row.get(columns.environment()),
                row.get(columns.name()),
                row.get(columns.content()),
                row.get(columns.version()),
                row.get(columns.updatedAt()),
                row.get(columns.updatedBy()));
    }
}
