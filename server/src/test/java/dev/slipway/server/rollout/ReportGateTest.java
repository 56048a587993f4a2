package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.report.ReportRule;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.server.release.KeptReports;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportGateTest {

    private static final ReportRule TESTS = new ReportRule("test-results", "**.xml", new ReportRule.Tests(0, 1));

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseAddress.of(null, folder));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void run(String id, String state, long createdAt, Digest archive) {
        database.execute(sql -> {
            sql.execute(
                    "insert into run (id, project, serial, number, attempt, workflow, file, event, ref, commit_hash, actor,"
                            + " state, version, reason, event_json, findings_json, created_at) values ('" + id
                            + "', 'shop', "
                            + createdAt + ", " + createdAt
                            + ", 1, 'ci', 'ci.yml', 'push', 'refs/heads/main', 'c0ffee', 'ada', '" + state
                            + "', 0, '', '{}', '[]', " + createdAt + ")");
            sql.execute("insert into run_artifact (run_id, name, digest, size_bytes, created_at) values ('" + id
                    + "', 'test-results', '" + archive.hex() + "', 1, 0)");
        });
    }

    private Path archive(String name, String xml) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("deep/TEST-a.xml"));
            zip.write(xml.getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("notes.txt"));
            zip.write("no report".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return file;
    }

    @Test
    void reports_areThoseOfTheNewestRunThatKeptThem() throws IOException {
        Path good = archive("good.zip", "<testsuite><testcase name='a'/></testsuite>");
        Path bad = archive("bad.zip", "<testsuite><testcase name='a'><failure/></testcase></testsuite>");
        KeptReports reports =
                new KeptReports(database, digest -> Optional.of(digest.equals(Digest.of("good")) ? good : bad));

        assertThat(reports.of("shop", "c0ffee", TESTS)).isEmpty();
        run("run-1", "FAILED", 1, Digest.of("bad"));
        assertThat(reports.of("shop", "c0ffee", TESTS).orElseThrow().passed()).isFalse();
        run("run-2", "SUCCEEDED", 2, Digest.of("good"));
        assertThat(reports.of("shop", "c0ffee", TESTS).orElseThrow().passed()).isTrue();
        assertThat(reports.of("shop", "other", TESTS)).isEmpty();
    }

    @Test
    void fileThatIsNoArchive_isAReportThatFails() throws IOException {
        Path file = Files.writeString(folder.resolve("TEST-a.xml"), "<testsuite/>");
        run("run-1", "SUCCEEDED", 1, Digest.of("file"));
        KeptReports reports = new KeptReports(database, _ -> Optional.of(file));
        assertThat(reports.of("shop", "c0ffee", TESTS).orElseThrow().words()).contains("is no zip archive");
    }

    @Test
    void missingReport_failsTheRollout() {
        Rollout rollout = gated("{reports: [{artifact: test-results, junit: {}}]}", RolloutState.FAILED, _ -> {});

        assertThat(rollout.reason()).contains("no run of this commit uploaded the artifact 'test-results'");
    }

    @Test
    void brokenGlass_carriesARolloutThroughGatesThatFail() {
        try (ServingPlatform platform = new ServingPlatform();
                RolloutHouse house = new RolloutHouse(database, "shop", Digest.of("web"), () -> platform)) {
            house.work();
            Release release = house.release(
                    "1",
                    Stories.plain()
                            .gates("{branches: [other], reports: [{artifact: test-results, junit: {}}]}")
                            .text());
            assertThatThrownBy(() -> urgent(house, release, " "))
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(e.code()).isEqualTo("no-comment"));

            Rollout rollout = urgent(house, release, "checkout is down");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> house.now(rollout).state() == RolloutState.SUCCEEDED);
            List<String> audited =
                    database.read(sql -> sql.fetch("select content from audit where what = 'rollout.break-glass'")
                            .getValues(0, String.class));
            assertThat(audited).singleElement().asString().contains("checkout is down", release.id());
        }
    }

    private static Rollout urgent(RolloutHouse house, Release release, String why) {
        return house.commands()
                .deployThroughGlass(
                        "shop", RolloutHouse.ENVIRONMENT, Optional.of(release.id()), new Commands.Word("ada", why));
    }

    @Test
    void checklist_opensWhenEveryPointIsConfirmed() {
        Rollout rollout = gated("{checklist: [Tested, Told]}", RolloutState.SUCCEEDED, commands -> {
            commands.of("2");
            assertThatThrownBy(() -> commands.of("3"))
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(e.code()).isEqualTo("no-such-point"));
            commands.of("Tested");
        });

        assertThat(rollout.state()).isEqualTo(RolloutState.SUCCEEDED);
    }

    /** Confirms a point of the rollout's checklist. */
    @FunctionalInterface
    private interface Confirming {
        void of(String point);
    }

    private Rollout gated(String gates, RolloutState end, java.util.function.Consumer<Confirming> act) {
        try (ServingPlatform platform = new ServingPlatform();
                RolloutHouse house = new RolloutHouse(database, "shop", Digest.of("web"), () -> platform)) {
            house.work();
            Rollout rollout =
                    house.deploy(house.release("1", Stories.plain().gates(gates).text()));
            act.accept(point -> house.commands().confirm(rollout.id(), new Commands.Word("ada", point)));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> List.of(end, RolloutState.NEEDS_HUMAN)
                            .contains(house.now(rollout).state()));
            return house.now(rollout);
        }
    }
}
