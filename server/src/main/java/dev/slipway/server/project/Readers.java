package dev.slipway.server.project;

import dev.slipway.kernel.Problem;
import dev.slipway.server.git.ReadGrants;
import dev.slipway.server.web.Change;
import dev.slipway.server.web.Events;
import dev.slipway.store.Database;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.project.ProjectReader;
import dev.slipway.store.project.ProjectReaders;
import dev.slipway.store.project.Projects;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.DSLContext;

/**
 * Which projects let the jobs of others read them, so that a team can keep shared code, actions and workflows in a
 * project of their own. Nothing is allowed until an administrator allows it.
 */
public final class Readers implements ReadGrants {

    private final Database database;
    private final Events events;
    private final InstantSource clock;
    private final Projects projects = new Projects();

    public Readers(Database database, Events events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public boolean allows(String project, String reader) {
        return database.read(sql -> ProjectReaders.exists(sql, project, reader));
    }

    /**
     * Who may read the project, and what it may read.
     *
     * @throws Problem of kind NOT_FOUND, code {@code no-project}
     */
    public Both of(String project) {
        return database.read(sql -> {
            projects.get(sql, project);
            return new Both(ProjectReaders.of(sql, project), ProjectReaders.readBy(sql, project));
        });
    }

    /**
     * Lets the jobs of the reader read the project; nothing happens where they may already.
     *
     * @param by the account that allows it
     * @throws Problem of kind NOT_FOUND, code {@code no-project}; INVALID, code {@code reads-itself}
     */
    public void allow(String project, String reader, String by) {
        if (project.equals(reader)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "reads-itself",
                    "the jobs of " + project + " read their own project anyway",
                    "name the other project");
        }
        database.execute(sql -> {
            projects.get(sql, project);
            projects.get(sql, reader);
            ProjectReader granted =
                    new ProjectReader(project, reader, clock.instant().truncatedTo(ChronoUnit.MILLIS), by);
            if (ProjectReaders.add(sql, granted)) {
                tell(sql, granted, by, "project.share", "lets the jobs of " + reader + " read " + project);
            }
        });
    }

    /**
     * Ends it: what asks from now on is refused, also of jobs that run.
     *
     * @throws Problem of kind NOT_FOUND, codes {@code no-project}, {@code no-reader}
     */
    public void revoke(String project, String reader, String by) {
        database.execute(sql -> {
            projects.get(sql, project);
            if (!ProjectReaders.remove(sql, project, reader)) {
                throw Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-reader",
                        "the jobs of " + reader + " may not read " + project + " anyway",
                        "`slipway projects readers " + project + "` lists who may");
            }
            ProjectReader ended = new ProjectReader(project, reader, clock.instant(), by);
            tell(sql, ended, by, "project.unshare", "lets the jobs of " + reader + " read " + project + " no more");
        });
    }

    private void tell(DSLContext sql, ProjectReader row, String by, String what, String text) {
        Audit.append(sql, new AuditEntry(clock.instant(), by, what, "project/" + row.project(), row.project(), text));
        for (String project : List.of(row.project(), row.reader())) {
            Database.afterCommit(sql, () -> events.publish(new Change(Change.Kind.PROJECT, project, project)));
        }
    }

    /**
     * The grants of a project, from both sides.
     *
     * @param readers whose jobs may read it
     * @param reads what its own jobs may read
     */
    public record Both(List<ProjectReader> readers, List<ProjectReader> reads) {}
}
