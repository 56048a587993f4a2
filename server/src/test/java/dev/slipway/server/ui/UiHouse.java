package dev.slipway.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.gate.GateFacts;
import dev.slipway.observe.alert.AlertFile;
import dev.slipway.observe.oncall.OnCallFile;
import dev.slipway.observe.store.Batch;
import dev.slipway.promql.series.Labels;
import dev.slipway.runner.artifact.DiskArtifactStore;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.Sessions;
import dev.slipway.server.account.Teams;
import dev.slipway.server.account.Tokens;
import dev.slipway.server.alert.Alerting;
import dev.slipway.server.alert.AlertmanagerRoutes;
import dev.slipway.server.alert.Routing;
import dev.slipway.server.api.LoginRoutes;
import dev.slipway.server.git.History;
import dev.slipway.server.git.PushJournal;
import dev.slipway.server.git.RemotePolicy;
import dev.slipway.server.git.Repositories;
import dev.slipway.server.incident.Incidents;
import dev.slipway.server.probe.ProbeHistory;
import dev.slipway.server.project.ProjectRegister;
import dev.slipway.server.project.Readers;
import dev.slipway.server.query.QueryRoutes;
import dev.slipway.server.query.Questions;
import dev.slipway.server.query.SeriesDesk;
import dev.slipway.server.rollout.Books;
import dev.slipway.server.rollout.Clerk;
import dev.slipway.server.rollout.Commands;
import dev.slipway.server.rollout.Gatehouse;
import dev.slipway.server.rollout.InstanceOutput;
import dev.slipway.server.rollout.Overview;
import dev.slipway.server.rollout.Plans;
import dev.slipway.server.rollout.Previews;
import dev.slipway.server.rollout.Reports;
import dev.slipway.server.rollout.RolloutRoutes;
import dev.slipway.server.rollout.Scoreboard;
import dev.slipway.server.rollout.Tags;
import dev.slipway.server.rollout.Trail;
import dev.slipway.server.rollout.Vault;
import dev.slipway.server.run.ArtifactRoutes;
import dev.slipway.server.run.JobGates;
import dev.slipway.server.run.JobLogs;
import dev.slipway.server.run.JobReviews;
import dev.slipway.server.run.Reruns;
import dev.slipway.server.run.RunQueries;
import dev.slipway.server.secret.Keyring;
import dev.slipway.server.turn.TurnRoutes;
import dev.slipway.server.watch.OutsideSeries;
import dev.slipway.server.watch.Watch;
import dev.slipway.server.watch.WatchSettings;
import dev.slipway.server.web.AllowedHosts;
import dev.slipway.server.web.Change;
import dev.slipway.server.web.EventRoutes;
import dev.slipway.server.web.Events;
import dev.slipway.server.web.KnownMembers;
import dev.slipway.server.web.Metrics;
import dev.slipway.server.web.Routes;
import dev.slipway.server.web.SessionCookie;
import dev.slipway.server.web.WebServer;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.account.Role;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** The UI on a real web server over a real database, with four people who are signed in. */
final class UiHouse implements AutoCloseable {

    private final KnownMembers members = new KnownMembers()
            .withToken("token-of-ada", KnownMembers.member("ada", Role.ADMIN))
            .withSession("session-of-mia", KnownMembers.member("mia", Role.REVIEWER))
            .withSession("session-of-ada", KnownMembers.member("ada", Role.ADMIN))
            .withSession("session-of-max", KnownMembers.member("max", Role.MAINTAINER))
            .withSession("session-of-rex", KnownMembers.member("rex", Role.REVIEWER))
            .withSession("session-of-vic", KnownMembers.member("vic", Role.VIEWER));

    final InstantSource clock = InstantSource.system();
    final Database database;
    final Events events = new Events();
    final Books books;
    final StandingPlatform platform = new StandingPlatform();
    final ProjectRegister projects;
    final JobLogs logs;
    final DiskArtifactStore artifacts;
    final List<String> cancelled = Collections.synchronizedList(new ArrayList<>());
    private final Path repositories;
    private final Watch watch;
    private final Alerting alerting;
    private final WebServer web;
    private @Nullable ObjectId head;

    UiHouse(Path home) {
        this.database = Database.open(DatabaseAddress.of(null, home));
        this.books = Books.of(database);
        this.logs = new JobLogs(home.resolve("logs"));
        this.artifacts = new DiskArtifactStore(home.resolve("artifacts"), Duration.ofDays(90), clock);
        this.repositories = home.resolve("repositories");
        Repositories git = new Repositories(repositories);
        this.projects = new ProjectRegister(
                database,
                git,
                events,
                Keyring.open(home, null),
                new ProjectRegister.Rules(true, RemotePolicy.STRICT),
                clock);
        this.watch = new Watch(home.resolve("metrics"), home, WatchSettings.of("1d", 1 << 20, "15s"), clock);
        watch.begin(_ -> {});
        Awaitility.await().until(() -> watch.ready().isPresent());
        this.alerting = Alerting.begin(
                database,
                new Routing.Rules(AlertFile.silent(), OnCallFile.NONE),
                "http://slipway.example",
                _ -> "",
                _ -> {},
                _ -> true,
                clock);
        this.web = server(new History(git));
        web.start();
    }

    private WebServer server(History history) {
        Plans plans = new Plans(books);
        Trail trail = (sql, who, what, subject, project, text) ->
                Audit.append(sql, new AuditEntry(clock.instant(), who, what, subject, project, text));
        Clerk clerk = new Clerk(books, plans, trail, events, clock);
        Gatehouse gatehouse = new Gatehouse(
                books,
                plans,
                (_, _) -> Map.of("test", GateFacts.CheckResult.SUCCEEDED),
                Reports.NONE,
                Tags.NONE,
                clock);
        Overview overview = new Overview(books, plans, gatehouse, platform, history, Vault.EMPTY);
        Commands commands = new Commands(books, plans, clerk, gatehouse, trail, Vault.EMPTY, clock);
        RunQueries runs = new RunQueries(database, logs, JobGates.NONE);
        UiParts parts = new UiParts(
                database,
                projects,
                new Readers(database, new Events(), clock),
                new PushJournal(database),
                history,
                plans,
                new Previews(books, clerk, clock),
                overview,
                commands,
                new InstanceOutput(platform),
                new Scoreboard(books, plans, history, clock),
                runs,
                new NotedCommands());
        SessionCookie cookie = new SessionCookie(false);
        Accounts accounts = new Accounts(database, clock);
        Ui.Look look = new Ui.Look(cookie, clock);
        return new WebServer(
                new WebServer.Settings("127.0.0.1", 0, AllowedHosts.loopbackAnd(Set.of()), cookie, 100_000),
                new WebServer.Parts(
                        Routes.of(List.of(
                                new Ui(parts, look),
                                new LoginRoutes(
                                        accounts,
                                        new Tokens(database, clock, accounts),
                                        new Sessions(database, clock, accounts),
                                        cookie,
                                        clock,
                                        Duration.ofDays(1)),
                                look.teams(new Teams(database, clock)),
                                new RolloutRoutes(overview, commands),
                                new ArtifactRoutes(artifacts, runs),
                                look.watching(new WatchSources(
                                        watch,
                                        new OutsideSeries(),
                                        Optional::empty,
                                        () -> Optional.of(alerting),
                                        new ProbeHistory(Optional::empty, new Questions(watch), clock),
                                        new Incidents(database, clock))),
                                new AlertmanagerRoutes(() -> Optional.of(alerting), clock),
                                new TurnRoutes(database, SeriesDesk.over(new Questions(watch)), clock),
                                new QueryRoutes(SeriesDesk.over(new Questions(watch)), clock),
                                new EventRoutes(events, Duration.ofSeconds(5)))),
                        members,
                        projects::names,
                        events,
                        new Metrics(),
                        look.errorPage(),
                        _ -> {}));
    }

    /** Half an hour of user traffic as the edge counts it, with a release that came a few minutes ago and fails more. */
    void traffic(String old, String fresh) {
        Batch batch = watch.station().store().batch();
        Instant now = clock.instant();
        for (int second = -1800; second <= 0; second += 15) {
            long at = now.plusSeconds(second).toEpochMilli();
            counted(batch, at, old, 20 * (second + 1800), 0.01);
            if (second >= -270) {
                counted(batch, at, fresh, 8 * (second + 270), 0.4);
            }
        }
        batch.commit();
    }

    private static void counted(Batch batch, long at, String release, double requests, double failing) {
        Labels labels = Labels.of(
                "project", "safeguard", "environment", "production", "service", "safeguard", "release", release);
        batch.add(labels.with("__name__", "slipway_edge_requests_total"), at, requests);
        batch.add(labels.with("__name__", "slipway_edge_errors_total"), at, requests * failing);
        batch.add(labels.with("__name__", "slipway_edge_in_flight"), at, 3);
        Labels buckets = labels.with("__name__", "slipway_edge_latency_seconds_bucket");
        batch.add(buckets.with("le", "0.1"), at, requests * 0.9);
        batch.add(buckets.with("le", "0.5"), at, requests);
        batch.add(buckets.with("le", "+Inf"), at, requests);
    }

    /** An alert that another program posts, as Alertmanager takes it. */
    void fire(String name) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address() + "/alertmanager/api/v2/alerts"))
                    .header("Authorization", "Bearer token-of-ada")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("[{\"labels\": {\"alertname\": \"" + name + "\"}}]"))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /** A commit on top of those before, in the project's real repository. */
    String commit(String message) {
        try (Repository repository = new FileRepositoryBuilder()
                        .setGitDir(repositories.resolve("safeguard.git").toFile())
                        .build();
                ObjectInserter inserter = repository.newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(new TreeFormatter()));
            commit.setAuthor(new PersonIdent("Mia Maker", "mia@example.org"));
            commit.setCommitter(commit.getAuthor());
            commit.setMessage(message);
            if (head != null) {
                commit.setParentId(head);
            }
            head = inserter.insert(commit);
            inserter.flush();
            return head.name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class NotedCommands implements RunCommands {
        @Override
        public void cancel(String run, String who) {
            cancelled.add(run + " by " + who);
        }

        @Override
        public String rerun(String run, Reruns.Extent extent, String who) {
            cancelled.add(extent + " of " + run + " again by " + who);
            return run;
        }

        @Override
        public void decide(String run, JobReviews.Word word) {
            cancelled.add(run + " " + word.decision() + " by " + word.who());
        }
    }

    /** Whoever has this session is signed out. */
    void endSession(String name) {
        members.end("session-of-" + name);
    }

    void changed(Change.Kind kind, String id) {
        events.publish(new Change(kind, id, "safeguard"));
    }

    String address() {
        return "http://127.0.0.1:" + web.port();
    }

    @Override
    public void close() {
        alerting.close();
        web.close();
        watch.close();
        database.close();
    }
}
