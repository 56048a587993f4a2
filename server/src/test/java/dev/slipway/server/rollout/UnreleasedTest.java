package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.run.RunState;
import dev.slipway.delivery.gate.GateFacts;
import dev.slipway.kernel.Digest;
import dev.slipway.server.run.JobGates;
import dev.slipway.server.run.JobLogs;
import dev.slipway.server.run.RunQueries;
import dev.slipway.server.run.RunView;
import dev.slipway.server.run.Unreleased;
import dev.slipway.store.Database;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.audit.AuditRecord;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.Runs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that succeeded and made no release say why. */
class UnreleasedTest {

    private static final String MAIN = "refs/heads/main";

    @TempDir
    Path folder;

    private ServingHouse serving;
    private RolloutHouse house;
    private Database database;

    @BeforeEach
    void open() {
        serving = ServingHouse.atWork(folder);
        house = serving.house();
        database = house.database;
        house.checks.put("CI", GateFacts.CheckResult.SUCCEEDED);
    }

    @AfterEach
    void close() {
        serving.close();
    }

    private RunView run() {
        return new RunQueries(database, new JobLogs(folder.resolve("logs")), JobGates.NONE).run("run-1");
    }

    private void succeeded(String commit) {
        database.execute(sql -> Runs.create(
                sql,
                new Run(
                        "run-1",
                        "shop",
                        1,
                        "CI",
                        ".github/workflows/ci.yml",
                        "push",
                        MAIN,
                        commit,
                        "ann",
                        RunState.SUCCEEDED,
                        0,
                        null,
                        "",
                        "{}",
                        List.of(),
                        Instant.EPOCH,
                        null,
                        null,
                        1,
                        null,
                        "ann",
                        1)));
    }

    @Test
    void runWithoutTheArtifactThatAServiceNeeds_saysSo_onceInTheLog_untilThereIsARelease() {
        String commit = house.sources.commit(MAIN, "1", Stories.plain().text());
        succeeded(commit);
        assertThat(run().unreleased()).isNull();

        assertThat(house.built(MAIN, commit)).isEmpty();
        assertThat(house.built(MAIN, commit)).isEmpty();

        assertThat(run().unreleased())
                .isEqualTo("no release of " + commit + ": no run uploaded the artifact 'web' that service web needs"
                        + " (a file kept by 'archive: false' is none)");
        List<AuditRecord> audit = database.read(sql -> Audit.latestOf(sql, "shop", 50));
        assertThat(audit)
                .filteredOn(row -> row.entry().what().equals(Unreleased.ACTION))
                .hasSize(1);

        database.execute(sql -> Audit.append(
                sql,
                Collections.nCopies(
                        600, new AuditEntry(Instant.EPOCH, "ann", "secret.set", "TOKEN", "shop", "again"))));
        assertThat(run().unreleased()).startsWith("no release of " + commit);

        house.sources.builds(Map.of("web", Digest.of("the web")));
        assertThat(house.built(MAIN, commit)).isPresent();
        assertThat(run().unreleased()).isNull();
    }
}
