package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Problem;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.run.Job;
import dev.slipway.testkit.PostgresServer;
import dev.slipway.testkit.SettableClock;
import dev.slipway.testkit.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the machine does to runs: no room on the disk, no database. */
class RunTroubleTest {

    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void artifactThatFillsTheDisk_failsTheJobAndLeavesNothingHalf() throws Exception {
        try (SmallDisk disk = SmallDisk.of(32 * MEBIBYTE);
                RunHouse house = new RunHouse(disk.folder().resolve("home"), InstantSource.system())) {
            RunView ended = house.end(house.push("""
                    on: push
                    jobs:
                      a:
                        runs-on: ubuntu-latest
                        steps:
                          - run: head -c 20M /dev/urandom > big.bin
                          - {uses: actions/upload-artifact@v4, with: {name: big, path: big.bin}}
                    """));

            assertThat(ended.state()).isEqualTo(RunState.FAILED);
            assertThat(house.log(ended, "a")).contains("is full").contains("make room");
            assertThat(ended.artifacts()).isEmpty();
            assertThat(largest(disk.folder().resolve("home/artifacts"))).isZero();

            RunView after = house.end(house.push("""
                    on: push
                    jobs:
                      a:
                        runs-on: ubuntu-latest
                        steps:
                          - run: echo small > small.txt
                          - {uses: actions/upload-artifact@v4, with: {name: small, path: small.txt}}
                    """));
            assertThat(after.state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void stepThatFillsTheDisk_failsAndTheNextRunSucceeds() throws Exception {
        try (SmallDisk disk = SmallDisk.of(16 * MEBIBYTE);
                RunHouse house = new RunHouse(disk.folder().resolve("home"), InstantSource.system())) {
            RunView ended = house.end(house.push("""
                    on: push
                    jobs:
                      a:
                        runs-on: ubuntu-latest
                        steps: [{run: cat /dev/zero > zeros}]
                    """));
            assertThat(ended.state()).isEqualTo(RunState.FAILED);

            RunView after = house.end(house.push("""
                    on: push
                    jobs:
                      a: {runs-on: ubuntu-latest, steps: [{run: echo room again}]}
                    """));
            assertThat(after.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(house.log(after, "a")).contains("room again");
        }
    }

    @Test
    void logThatFillsTheDisk_endsItsStep_andSaysWhy() throws Exception {
        try (SmallDisk disk = SmallDisk.of(16 * MEBIBYTE);
                RunHouse house = new RunHouse(
                        disk.folder().resolve("home"),
                        InstantSource.system(),
                        new DatabaseAddress.Sqlite(folder.resolve("slipway.db")))) {
            RunView ended = house.end(house.push("""
                    on: push
                    jobs:
                      a:
                        runs-on: ubuntu-latest
                        steps: [{run: "seq 0 9; yes 'a line that takes room'"}]
                    """));
            assertThat(ended.state()).isEqualTo(RunState.FAILED);
            assertThat(ended.jobs().getFirst().reason())
                    .contains("is full")
                    .contains(disk.folder().toString());

            assertThat(house.log(ended, "a")).contains("0\n1\n2\n").contains("\na line that takes room\n");
        }
    }

    @Test
    void jobThatEndsWhileTheDatabaseIsAway_isWrittenOnceItIsBack() throws Exception {
        Path begun = folder.resolve("begun");
        Path gone = folder.resolve("gone");
        Path ended = folder.resolve("ended");
        try (PostgresServer postgres = PostgresServer.start();
                RunHouse house = new RunHouse(
                        folder.resolve("home"), InstantSource.system(), DatabaseAddress.parse(postgres.address()))) {
            RunView run = house.push("""
                    on: push
                    jobs:
                      a:
                        runs-on: ubuntu-latest
                        steps:
                          - run: mkfifo "%2$s"; touch "%1$s"; cat "%2$s"; touch "%3$s"
                    """.formatted(begun, gone, ended));
            await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(begun));
            postgres.down();
            Files.writeString(gone, "go on\n");
            await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(ended));
            postgres.up();

            RunView after = house.end(run);
            assertThat(after.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(house.log(after, "a")).containsOnlyOnce("go on");
        }
    }

    @Test
    void schedulesThatMetAnOutage_startWorkflowsAfterIt() throws Exception {
        SettableClock clock = SettableClock.at(Instant.parse("2026-01-01T00:00:00Z"));
        try (PostgresServer postgres = PostgresServer.start();
                RunHouse house =
                        new RunHouse(folder.resolve("home"), clock, DatabaseAddress.parse(postgres.address()))) {
            String daily = "on: {push: {}, schedule: [{cron: '0 3 * * *'}]}\njobs:\n"
                    + "  a: {runs-on: ubuntu-latest, steps: [{run: echo}]}\n";
            house.push(Map.of(".github/workflows/daily.yml", daily));
            house.end(house.newest());
            postgres.down();
            house.schedules.start();
            assertThatThrownBy(() -> house.queries.ofProject(RunHouse.PROJECT, 1))
                    .isInstanceOf(Problem.class);
            postgres.up();

            clock.advance(Duration.ofHours(4));
            house.push(Map.of(".github/workflows/daily.yml", daily + "# again\n"));

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> house.queries.ofProject(RunHouse.PROJECT, 10).stream()
                            .anyMatch(run -> run.event().equals("schedule")));
            house.queries.ofProject(RunHouse.PROJECT, 10).forEach(house::end);
        }
    }

    @Test
    void legThatWasNeverWritten_isWrittenByTheNextAttempt() throws Exception {
        try (RunHouse house = new RunHouse(folder.resolve("home"), InstantSource.system())) {
            Job leg = Job.blocked("job-x", "run-x", 0, "a", "a", List.of(), Instant.EPOCH);
            assertThat(house.database.<Optional<Job>>read(sql -> RunLedger.written(sql, leg)))
                    .isEmpty();
        }
    }

    private static long largest(Path folder) throws Exception {
        if (Files.notExists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .max()
                    .orElse(0);
        }
    }
}
