package dev.slipway.store.project;

import static dev.slipway.store.project.ProjectTable.CREATED_AT;
import static dev.slipway.store.project.ProjectTable.DEFAULT_BRANCH;
import static dev.slipway.store.project.ProjectTable.NAME;
import static dev.slipway.store.project.ProjectTable.PROJECT;
import static dev.slipway.store.project.ProjectTable.REMOTE_INTERVAL_SECONDS;
import static dev.slipway.store.project.ProjectTable.REMOTE_SECRET;
import static dev.slipway.store.project.ProjectTable.REMOTE_URL;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The projects, by name. */
public final class Projects {

    /**
     * @throws Problem of kind CONFLICT, code {@code project-exists}
     */
    public void create(DSLContext context, Project project) {
        Project.Remote remote = project.remote();
        int rows = context.insertInto(PROJECT)
                .set(NAME, project.name())
                .set(DEFAULT_BRANCH, project.defaultBranch())
                .set(REMOTE_URL, remote == null ? null : remote.url())
                .set(REMOTE_INTERVAL_SECONDS, remote == null ? null : (Long) remote.intervalSeconds())
                .set(REMOTE_SECRET, remote == null ? null : remote.sealedWebhookSecret())
                .set(CREATED_AT, project.createdAt())
                .onConflictDoNothing()
                .execute();
        if (rows == 0) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "project-exists",
                    "there is a project '" + project.name() + "' already",
                    "choose another name, or push to the one that exists");
        }
    }

    public Optional<Project> find(DSLContext context, String name) {
        return context.selectFrom(PROJECT).where(NAME.eq(name)).fetchOptional(Projects::read);
    }

    /**
     * @throws Problem of kind NOT_FOUND, code {@code no-project}
     */
    public Project get(DSLContext context, String name) {
        return find(context, name).orElseThrow(() -> none(context, name));
    }

    /** By name. */
    public List<Project> list(DSLContext context) {
        return context.selectFrom(PROJECT).orderBy(NAME).fetch(Projects::read);
    }

    public void setDefaultBranch(DSLContext context, String name, String branch) {
        int rows = context.update(PROJECT)
                .set(DEFAULT_BRANCH, branch)
                .where(NAME.eq(name))
                .execute();
        if (rows == 0) {
            throw none(context, name);
        }
    }

    private Problem none(DSLContext context, String name) {
        List<String> names = list(context).stream().map(Project::name).toList();
        String hint = names.isEmpty()
                ? "create it with `slipway projects create " + name + "`"
                : Suggestion.hint(name, names);
        return Problem.of(Problem.Kind.NOT_FOUND, "no-project", "there is no project '" + name + "'", hint);
    }

    private static Project read(Record row) {
        return new Project(row.get(NAME), row.get(DEFAULT_BRANCH), remote(row), row.get(CREATED_AT));
    }

    private static Project.@Nullable Remote remote(Record row) {
        String url = row.get(REMOTE_URL);
        return url == null ? null : new Project.Remote(url, row.get(REMOTE_INTERVAL_SECONDS), row.get(REMOTE_SECRET));
    }
}
