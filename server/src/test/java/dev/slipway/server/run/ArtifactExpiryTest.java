package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.run.RunState;
import dev.slipway.delivery.release.Release;
import dev.slipway.kernel.Digest;
import dev.slipway.runner.artifact.Artifact;
import dev.slipway.runner.artifact.ArtifactStore.Terms;
import dev.slipway.runner.artifact.DiskArtifactStore;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditRecord;
import dev.slipway.store.rollout.Releases;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.Runs;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.SettableClock;
import dev.slipway.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The ends of artifacts, each over a real store and database; a server that dies is another object over the same. */
class ArtifactExpiryTest {

    private static final String PROJECT = "shop";
    private static final String COMMIT = "a".repeat(40);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Terms FOR_A_WEEK = Terms.ofArchive(false, Optional.of(WEEK));

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.start();

    private static Database open(TestDatabase given) {
        return Database.open(DatabaseAddress.of(given.address(), Path.of(".")));
    }

    private DiskArtifactStore store() {
        return new DiskArtifactStore(folder.resolve("artifacts"), Duration.ofDays(90), clock);
    }

    private ArtifactExpiry expiry(Database database) {
        return new ArtifactExpiry(database, store(), clock);
    }

    private void run(Database database, String id, RunState state) {
        long number = Long.parseLong(id.replaceAll("\\D", ""));
        String file = ".github/workflows/ci.yml";
        database.execute(sql -> Runs.create(
                sql,
                new Run(
                        id,
                        PROJECT,
                        number,
                        "CI",
                        file,
                        "push",
                        "refs/heads/main",
                        COMMIT,
                        "ann",
                        state,
                        0,
                        null,
                        "",
                        "{}",
                        List.of(),
                        clock.instant(),
                        null,
                        null,
                        1,
                        null,
                        "ann",
                        number)));
    }

    /** As a job's step and then the end of its leg do it. */
    private Artifact upload(Database database, String run, String name, String content, Terms terms)
            throws IOException {
        Path archive = Files.writeString(Files.createTempFile(folder, "archive", ".zip"), content);
        Artifact artifact = store().save(run, name, archive, terms);
        database.execute(sql -> Runs.keep(
                sql,
                new RunArtifact(
                        run,
                        name,
                        artifact.digest(),
                        artifact.sizeBytes(),
                        artifact.createdAt(),
                        artifact.expiresAt().orElse(null),
                        null)));
        return artifact;
    }

    private static List<String> expired(Database database, String run) {
        return database.<List<RunArtifact>>read(sql -> Runs.artifacts(sql, run)).stream()
                .filter(RunArtifact::isExpired)
                .map(RunArtifact::name)
                .toList();
    }

    private static void takeEnds(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store.resolve("runs"))) {
            for (Path record : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(record);
                Files.writeString(record, text.replaceAll("\"expiresAt\":[^,}]+", "\"expiresAt\":null"));
            }
        }
    }

    private static List<String> audited(Database database) {
        return database.<List<AuditRecord>>read(sql -> Audit.latestOf(sql, PROJECT, 20)).stream()
                .filter(row -> row.entry().what().equals("artifact.expire"))
                .map(row -> row.entry().subject() + " " + row.entry().text())
                .toList();
    }

    private void release(Database database, String name, Digest digest) {
        Digest config = Digest.of("config");
        TreeMap<String, Digest> artifacts = new TreeMap<>();
        artifacts.put(name, digest);
        Release draft = new Release(
                "",
                PROJECT,
                COMMIT,
                "refs/heads/main",
                "ann",
                "ann",
                "a change",
                artifacts,
                config,
                Release.digestOf(COMMIT, artifacts, config),
                clock.instant());
        database.execute(sql -> new Releases().create(sql, draft, "config"));
    }

    @EachDatabase
    void artifactWhoseTimeIsOver_isShownAsExpired_auditedOnce_andItsBytesGo(TestDatabase given) throws IOException {
        try (Database database = open(given)) {
            run(database, "run-1", RunState.SUCCEEDED);
            Artifact report = upload(database, "run-1", "report", "words", FOR_A_WEEK);
            Artifact app = upload(database, "run-1", "app", "program", Terms.USUAL);
            clock.advance(WEEK.minusSeconds(1));
            expiry(database).sweep();
            assertThat(expired(database, "run-1")).isEmpty();

            clock.advance(Duration.ofSeconds(1));
            expiry(database).sweep();
            expiry(database).sweep();

            assertThat(expired(database, "run-1")).containsExactly("report");
            assertThat(audited(database))
                    .containsExactly("run/run-1 artifact 'report' of CI #1 expired (" + report.digest() + ", 5 bytes)");
            assertThat(store().list("run-1")).containsExactly(app);
            assertThat(store().content(report))
                    .as("a release may be in the making")
                    .isPresent();

            clock.advance(ArtifactExpiry.GRACE);
            expiry(database).sweep();
            assertThat(store().content(report)).isEmpty();
            assertThat(store().content(app)).isPresent();
        }
    }

    @EachDatabase
    void whatAReleaseIsMadeOf_stays(TestDatabase given) throws IOException {
        try (Database database = open(given)) {
            run(database, "run-1", RunState.SUCCEEDED);
            Artifact app = upload(database, "run-1", "app", "program", FOR_A_WEEK);
            release(database, "app", app.digest());
            clock.advance(WEEK.multipliedBy(2));
            expiry(database).sweep();
            clock.advance(ArtifactExpiry.GRACE);
            expiry(database).sweep();
            assertThat(expired(database, "run-1")).isEmpty();
            assertThat(store().list("run-1")).containsExactly(app);
            assertThat(store().content(app)).isPresent();
        }
    }

    @EachDatabase
    void releaseThatIsMadeWhileItsArtifactExpires_hasItsBytes(TestDatabase given) throws IOException {
        try (Database database = open(given)) {
            run(database, "run-1", RunState.SUCCEEDED);
            Artifact app = upload(database, "run-1", "app", "program", FOR_A_WEEK);
            clock.advance(WEEK);
            expiry(database).sweep();
            release(database, "app", app.digest());
            clock.advance(ArtifactExpiry.GRACE);
            expiry(database).sweep();
            assertThat(store().content(app)).isPresent();
            Run run = database.read(sql -> Runs.get(sql, "run-1"));
            RunView.ArtifactView view = new RunQueries(database, new JobLogs(folder.resolve("logs")), JobGates.NONE)
                    .artifacts(run)
                    .getFirst();
            assertThat(view.released()).isTrue();
            assertThat(view.expired()).isFalse();
            assertThat(view.expiresAt()).isNull();
        }
    }

    @EachDatabase
    void artifactsOfARunThatIsNotOver_stay(TestDatabase given) throws IOException {
        try (Database database = open(given)) {
            run(database, "run-1", RunState.RUNNING);
            Artifact busy = upload(database, "run-1", "busy", "busy", FOR_A_WEEK);
            clock.advance(Duration.ofDays(400));
            expiry(database).sweep();
            clock.advance(ArtifactExpiry.GRACE);
            expiry(database).sweep();
            assertThat(expired(database, "run-1")).isEmpty();
            assertThat(store().content(busy)).isPresent();
        }
    }

    /** They were kept before artifacts had an end, in the database and in the store. */
    @EachDatabase
    void artifactsWithoutAnEnd_getTheUsualOneFromTheirCreation(TestDatabase given) throws IOException {
        try (Database database = open(given)) {
            run(database, "run-1", RunState.SUCCEEDED);
            Artifact old = upload(database, "run-1", "old", "old", Terms.USUAL);
            database.execute(sql ->
                    Runs.keep(sql, new RunArtifact("run-1", "old", old.digest(), 3, old.createdAt(), null, null)));
            takeEnds(folder.resolve("artifacts"));
            assertThat(store().list("run-1").getFirst().expiresAt()).isEmpty();
            clock.advance(Duration.ofDays(90).minusSeconds(1));
            expiry(database).sweep();
            assertThat(expired(database, "run-1")).isEmpty();
            assertThat(store().list("run-1")).hasSize(1);
            assertThat(database.<List<RunArtifact>>read(sql -> Runs.artifacts(sql, "run-1")))
                    .extracting(RunArtifact::expiresAt)
                    .containsExactly(old.createdAt().plus(Duration.ofDays(90)));

            clock.advance(Duration.ofSeconds(1));
            expiry(database).sweep();
            assertThat(expired(database, "run-1")).containsExactly("old");
            assertThat(store().list("run-1")).isEmpty();
        }
    }

    @EachDatabase
    void bytesThatAnotherArtifactNames_stay(TestDatabase given) throws IOException {
        try (Database database = open(given)) {
            run(database, "run-1", RunState.SUCCEEDED);
            run(database, "run-2", RunState.SUCCEEDED);
            Artifact first = upload(database, "run-1", "app", "same", FOR_A_WEEK);
            Artifact second = upload(database, "run-2", "app", "same", Terms.USUAL);
            assertThat(first.digest()).isEqualTo(second.digest());
            clock.advance(WEEK);
            expiry(database).sweep();
            clock.advance(ArtifactExpiry.GRACE);
            expiry(database).sweep();
            assertThat(expired(database, "run-1")).containsExactly("app");
            assertThat(expired(database, "run-2")).isEmpty();
            assertThat(store().content(second)).isPresent();
        }
    }

    /** After each step, and after each artifact of the first two, the server dies: the next sweep ends the same. */
    @EachDatabase
    void sweepThatWasCutShort_isFinishedByTheNext(TestDatabase given) throws IOException {
        try (Database database = open(given)) {
            run(database, "run-1", RunState.FAILED);
            List<Artifact> all = new java.util.ArrayList<>();
            for (int i : IntStream.range(0, 3).toArray()) {
                all.add(upload(database, "run-1", "a" + i, "content " + i, FOR_A_WEEK));
            }
            clock.advance(WEEK);
            expiry(database).expire();
            assertThat(store().list("run-1")).hasSize(3);
            store().remove("run-1", "a0");
            expiry(database).sweep();
            assertThat(store().list("run-1")).isEmpty();

            clock.advance(ArtifactExpiry.GRACE);
            expiry(database).expire();
            expiry(database).forget();
            Files.delete(store().content(all.get(1)).orElseThrow());
            expiry(database).sweep();

            assertThat(all)
                    .allSatisfy(
                            artifact -> assertThat(store().content(artifact)).isEmpty());
            assertThat(expired(database, "run-1")).containsExactly("a0", "a1", "a2");
            assertThat(audited(database)).hasSize(3);
        }
    }

    @EachDatabase
    void artifactsOfARunThatTheDatabaseDoesNotKnow_goAtTheirTime(TestDatabase given) throws IOException {
        try (Database database = open(given)) {
            Path archive = Files.writeString(folder.resolve("archive.zip"), "lost");
            Artifact lost = store().save("run-9", "app", archive, FOR_A_WEEK);
            expiry(database).sweep();
            assertThat(store().content(lost)).isPresent();
            clock.advance(WEEK);
            expiry(database).sweep();
            assertThat(store().content(lost)).isEmpty();
        }
    }
}
