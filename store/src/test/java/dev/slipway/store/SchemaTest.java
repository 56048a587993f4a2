package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Digest;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.Jobs;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.RunSerials;
import dev.slipway.store.run.Runs;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.flywaydb.core.Flyway;

class SchemaTest {

    private static final String BEFORE_ATTEMPTS = "5";
    private static final String BEFORE_SERIALS = "15";

    @EachDatabase
    void runsOfAnEarlierVersion_keepTheirJobsAndArtifacts_andAreTheFirstAttempt(TestDatabase given)
            throws SQLException {
        DatabaseAddress address = DatabaseAddress.of(given.address(), Path.of("."));
        migrate(address, BEFORE_ATTEMPTS);
        execute(address, """
                insert into run (id, project, number, workflow, file, event, ref, commit_hash, actor, state, version,
                    reason, event_json, findings_json, created_at, started_at)
                values ('run-1', 'shop', 7, 'CI', '.github/workflows/ci.yml', 'push', 'refs/heads/main', 'abc', 'ann',
                    'RUNNING', 2, '', '{}', '[]', 1000, 2000)""", """
                insert into job (id, run_id, position, leg_key, job_id, name, needs_json, state, version, attempt,
                    reason, outputs_json, steps_json, annotations_json, summary, continue_on_error, created_at)
                values ('job-1', 'run-1', 0, 'build', 'build', 'build', '[]', 'QUEUED', 1, 1, '', '{}', '[]', '[]', '',
                    0, 1000)""", """
                insert into run_artifact (run_id, name, digest, size_bytes, created_at)
                values ('run-1', 'app', '%s', 12, 1000)""".formatted(Digest.of("app").hex()));

        try (Database database = Database.open(address)) {
            Run run = database.read(sql -> Runs.get(sql, "run-1"));
            assertThat(run.state()).isEqualTo(RunState.RUNNING);
            assertThat(run.number()).isEqualTo(7);
            assertThat(run.attempt()).isEqualTo(1);
            assertThat(database.<List<Job>>read(sql -> Jobs.ofRun(sql, "run-1")))
                    .extracting(Job::id, Job::state)
                    .containsExactly(tuple("job-1", JobState.QUEUED));
            assertThat(database.<List<RunArtifact>>read(sql -> Runs.artifacts(sql, "run-1")))
                    .extracting(RunArtifact::digest)
                    .containsExactly(Digest.of("app"));
            assertThat(database.<Long>read(sql -> Runs.nextNumber(sql, "shop", ".github/workflows/ci.yml")))
                    .isEqualTo(8);
        }
    }

    @EachDatabase
    void runsOfAnEarlierVersion_getSerialsInTheirOrder_andAttemptsShareOne(TestDatabase given) throws SQLException {
        DatabaseAddress address = DatabaseAddress.of(given.address(), Path.of("."));
        migrate(address, BEFORE_SERIALS);
        execute(address, run("run-1", "ci.yml", 1, 1, 1000), run("run-2", "ci.yml", 2, 1, 3000));
        execute(address, run("run-3", "cd.yml", 1, 1, 2000), run("run-4", "ci.yml", 1, 2, 4000));

        try (Database database = Database.open(address)) {
            assertThat(database.<List<Run>>read(sql -> Runs.ofProject(sql, "shop", 9)))
                    .extracting(Run::id, Run::serial)
                    .containsExactly(
                            tuple("run-4", 1_000_001L),
                            tuple("run-2", 1_000_003L),
                            tuple("run-3", 1_000_002L),
                            tuple("run-1", 1_000_001L));
            assertThat(database.<Long>transaction(RunSerials::draw)).isEqualTo(1_000_004);
        }
    }

    private static String run(String id, String file, long number, long attempt, long createdAt) {
        return """
                insert into run (id, project, number, attempt, workflow, file, event, ref, commit_hash, actor, state,
                    version, reason, event_json, findings_json, created_at)
                values ('%s', 'shop', %d, %d, 'CI', '%s', 'push', 'refs/heads/main', 'abc', 'ann', 'FAILED', 2, '',
                    '{}', '[]', %d)""".formatted(id, number, attempt, file, createdAt);
    }

    private static void migrate(DatabaseAddress address, String version) {
        Flyway.configure()
                .dataSource(url(address), user(address), "")
                .locations("classpath:db/migration")
                .table("schema_history")
                .target(version)
                .load()
                .migrate();
    }

    private static String url(DatabaseAddress address) {
        return switch (address) {
            case DatabaseAddress.Sqlite sqlite -> "jdbc:sqlite:" + sqlite.file();
            case DatabaseAddress.Postgres postgres -> postgres.jdbcUrl();
        };
    }

    private static String user(DatabaseAddress address) {
        return switch (address) {
            case DatabaseAddress.Sqlite _ -> "";
            case DatabaseAddress.Postgres postgres -> postgres.user();
        };
    }

    private static void execute(DatabaseAddress address, String... statements) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user(address));
        try (Connection connection = DriverManager.getConnection(url(address), properties);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
