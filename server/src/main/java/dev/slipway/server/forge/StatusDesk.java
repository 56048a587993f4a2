package dev.slipway.server.forge;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.server.git.RemotePolicy;
import dev.slipway.server.outbox.Outbox;
import dev.slipway.server.project.ProjectRegister;
import dev.slipway.server.secret.Keyring;
import dev.slipway.store.Database;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.project.Project;
import dev.slipway.store.project.StatusReport;
import dev.slipway.store.project.StatusReports;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.Runs;
import dev.slipway.store.watch.NoticeKind;
import dev.slipway.store.watch.NoticeRows;
import dev.slipway.store.watch.NoticeState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/**
 * Reports how runs stand to the forges of their projects. A status is written in the transaction that moves the run, and
 * carried from the outbox; one that waits still is superseded by the next of the same workflow and commit.
 */
public final class StatusDesk implements AutoCloseable {

    private static final String INTEGRATION = "commit-status";

    private final Database database;
    private final ProjectRegister projects;
    private final Keyring keyring;
    private final RemotePolicy policy;
    private final Ids ids;
    private final InstantSource clock;
    private final Outbox outbox;

    /** @param address of this server, as people reach it */
    public StatusDesk(
            Database database,
            ProjectRegister projects,
            Keyring keyring,
            RemotePolicy policy,
            Supplier<String> address,
            InstantSource clock) {
        this.database = database;
        this.projects = projects;
        this.keyring = keyring;
        this.policy = policy;
        this.clock = clock;
        this.ids = new Ids(clock);
        this.outbox = new Outbox(
                database, NoticeKind.COMMIT_STATUS, new StatusCourier(this::call, policy, address, clock), clock);
    }

    /** Sends what an earlier life has left. */
    public void start() {
        outbox.wake();
    }

    /** The run has moved; joins the transaction that writes it. */
    public void moved(DSLContext sql, Run run) {
        if (StatusReports.find(sql, run.project()).isEmpty()) {
            return;
        }
        CommitStatus status = CommitStatus.of(run, Runs.ofCommit(sql, run.project(), run.commit()));
        Instant now = clock.instant();
        NoticeRows.add(
                sql,
                new NoticeRows.Row(
                        ids.next("note"),
                        NoticeKind.COMMIT_STATUS,
                        group(run.project(), status),
                        run.project(),
                        INTEGRATION,
                        Json.write(status),
                        NoticeState.PENDING,
                        0,
                        now,
                        now,
                        null,
                        ""));
        Database.afterCommit(sql, outbox::wake);
    }

    private static String group(String project, CommitStatus status) {
        String key = String.join("\n", project, status.commit(), status.context());
        return Digest.of(key).hex();
    }

    /** Where the project reports to, if it does. */
    Optional<StatusReport> report(String project) {
        return database.read(sql -> StatusReports.find(sql, project));
    }

    /** What was told of the project's runs lately, newest first. */
    List<NoticeRows.Row> told(String project, int most) {
        return database.read(sql -> NoticeRows.newest(sql, NoticeKind.COMMIT_STATUS, project, most));
    }

    /**
     * Reports from now on. What waits because of a bad token is tried at once.
     *
     * @throws Problem INVALID, codes {@code token-missing}, {@code no-forge} and those of {@link ForgeRepository#of}
     */
    StatusReport set(String name, Wish wish, String by) {
        Project project = projects.get(name);
        if (wish.token().isBlank() || !wish.token().strip().chars().allMatch(c -> c > ' ' && c < 127)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "token-missing",
                    "there is no token that opens the forge's API",
                    "make one there that may write commit statuses");
        }
        ForgeRepository place = ForgeRepository.of(
                wish.repository().or(() -> remote(project)).orElseThrow(() -> noForge(name)),
                wish.forge(),
                wish.apiUrl(),
                policy.privateNetworks() ? ForgeRepository.Transport.ANY : ForgeRepository.Transport.ENCRYPTED);
        StatusReport report = new StatusReport(
                name,
                place.forge().name(),
                place.apiUrl(),
                place.path(),
                keyring.sealText(seal(name), wish.token().strip()),
                clock.instant());
        database.execute(sql -> {
            StatusReports.put(sql, report);
            NoticeRows.hurry(sql, NoticeKind.COMMIT_STATUS, name, clock.instant());
            audit(sql, by, "project.report", name, "reports statuses to " + place.path() + " by " + place.apiUrl());
            Database.afterCommit(sql, outbox::wake);
        });
        return report;
    }

    private static Optional<String> remote(Project project) {
        return Optional.ofNullable(project.remote()).map(Project.Remote::url);
    }

    private static Problem noForge(String project) {
        return Problem.of(
                Problem.Kind.INVALID,
                "no-forge",
                project + " follows no remote",
                "name the repository whose commits shall get the statuses");
    }

    /** Reports no more; true when it did. */
    boolean stop(String project, String by) {
        return database.transaction(sql -> {
            boolean stopped = StatusReports.delete(sql, project);
            if (stopped) {
                audit(sql, by, "project.report.stop", project, "reports statuses no more");
            }
            return stopped;
        });
    }

    private void audit(DSLContext sql, String by, String what, String project, String text) {
        Audit.append(sql, new AuditEntry(clock.instant(), by, what, "project/" + project, project, text));
    }

    private Optional<StatusCall> call(String project) {
        return report(project)
                .map(report -> new StatusCall(
                        new ForgeRepository(Forge.valueOf(report.forge()), report.apiUrl(), report.repository()),
                        keyring.openText(seal(project), report.sealedToken())));
    }

    private static String seal(String project) {
        return "status/" + project;
    }

    @Override
    public void close() {
        outbox.close();
    }

    /**
     * Where statuses shall go.
     *
     * @param forge absent to be told by the host
     * @param apiUrl absent where the host has it at the usual place
     * @param repository address of the repository; absent for the remote that the project follows
     */
    record Wish(String token, Optional<String> forge, Optional<String> apiUrl, Optional<String> repository) {}
}
