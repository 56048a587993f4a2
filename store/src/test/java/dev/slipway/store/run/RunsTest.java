package dev.slipway.store.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

class RunsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Database open(TestDatabase database) {
        return Database.open(DatabaseAddress.of(database.address(), Path.of(".")));
    }

    private static Run run(String id, long number) {
        return new Run(
                id,
                "shop",
                number,
                "CI",
                ".github/workflows/ci.yml",
                "push",
                "refs/heads/main",
                "a".repeat(40),
                "ann",
                RunState.QUEUED,
                0,
                "deploy",
                "",
                "{}",
                List.of(Finding.warning("w", new Position("f", 1, 2), "m", null)),
                NOW.plusSeconds(number),
                null,
                null,
                1,
                null,
                "ann",
                1_000_000 + number);
    }

    @EachDatabase
    void textsOfOthers_mayBeLong(TestDatabase given) {
        String name = "release ".repeat(200);
        Run model = run("run-1", 1);
        Run run = new Run(
                model.id(),
                model.project(),
                model.number(),
                name,
                model.file(),
                model.event(),
                "refs/heads/" + name.replace(' ', '-'),
                model.commit(),
                model.actor(),
                model.state(),
                model.version(),
                name,
                model.reason(),
                model.eventJson(),
                model.findings(),
                model.createdAt(),
                null,
                null,
                1,
                null,
                "ann",
                model.serial());
        try (Database database = open(given)) {
            database.execute(sql -> Runs.create(sql, run));
            assertThat(database.<Run>read(sql -> Runs.get(sql, "run-1"))).isEqualTo(run);
        }
    }

    @EachDatabase
    void run_isReadAsItWasWritten(TestDatabase given) {
        try (Database database = open(given)) {
            database.execute(sql -> Runs.create(sql, run("run-1", 1)));
            assertThat(database.<Run>read(sql -> Runs.get(sql, "run-1"))).isEqualTo(run("run-1", 1));
            assertThat(database.<Long>read(sql -> Runs.nextNumber(sql, "shop", ".github/workflows/ci.yml")))
                    .isEqualTo(2);
            assertThatThrownBy(() -> database.read(sql -> Runs.get(sql, "run-2")))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("run-2");
        }
    }

    @EachDatabase
    void serial_namesTheNewestAttempt_orTheOneItSays(TestDatabase given) {
        try (Database database = open(given)) {
            Run first = run("run-1", 1);
            database.execute(sql -> {
                Runs.create(sql, first);
                Runs.create(sql, first.again("run-2", 2, RunState.QUEUED, NOW, "bea"));
            });
            assertThat(Stream.of("1000001", "1000001.2", "1000001.1", "run-1", "run-9", "1000001.1.1")
                            .map(name -> database.<String>read(sql -> RunSerials.id(sql, name))))
                    .containsExactly("run-2", "run-2", "run-1", "run-1", "run-9", "1000001.1.1");
            assertThat(Stream.of("1000002", "1000001.3", "1"))
                    .allSatisfy(name -> assertThatThrownBy(() -> database.read(sql -> RunSerials.id(sql, name)))
                            .asInstanceOf(type(Problem.class))
                            .extracting(Problem::code)
                            .isEqualTo("no-run"));
        }
    }

    @EachDatabase
    void serialsDrawnAtOnce_areAllDifferent_andOneThatWasRolledBackIsDrawnAgain(TestDatabase given) {
        try (Database database = open(given)) {
            List<Long> drawn = IntStream.range(0, 16)
                    .parallel()
                    .mapToObj(_ -> database.<Long>transaction(RunSerials::draw))
                    .sorted()
                    .toList();
            assertThat(drawn)
                    .isEqualTo(
                            LongStream.rangeClosed(1_000_001, 1_000_016).boxed().toList());
            assertThatThrownBy(() -> database.execute(sql -> {
                        RunSerials.draw(sql);
                        throw new IllegalStateException("no");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(database.<Long>transaction(RunSerials::draw)).isEqualTo(1_000_017);
        }
    }

    @EachDatabase
    void save_refusesAStaleVersion(TestDatabase given) {
        try (Database database = open(given)) {
            Run first = run("run-1", 1);
            Run next = first.in(RunState.RUNNING, "", NOW, false);
            database.execute(sql -> Runs.create(sql, first));
            database.execute(sql -> Runs.save(sql, next));
            assertThatThrownBy(() -> database.execute(sql -> Runs.save(sql, next)))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("has moved on");
            assertThat(database.<List<Run>>read(sql -> Runs.in(sql, Set.of(RunState.RUNNING))))
                    .containsExactly(next);
        }
    }

    @EachDatabase
    void runsAndArtifacts_areListedInOrder(TestDatabase given) {
        try (Database database = open(given)) {
            database.execute(sql -> {
                Runs.create(sql, run("run-1", 1));
                Runs.create(sql, run("run-2", 2));
                Runs.keep(sql, new RunArtifact("run-1", "b", Digest.of("b"), 1, NOW, null, null));
                Runs.keep(sql, new RunArtifact("run-1", "a", Digest.of("old"), 2, NOW, null, null));
                Runs.keep(sql, new RunArtifact("run-1", "a", Digest.of("new"), 3, NOW, null, null));
            });
            assertThat(database.<List<Run>>read(sql -> Runs.ofProject(sql, "shop", 5)))
                    .extracting(Run::id)
                    .containsExactly("run-2", "run-1");
            assertThat(database.<List<Run>>read(sql -> Runs.ofGroup(sql, "shop", "deploy", Set.of(RunState.QUEUED))))
                    .extracting(Run::id)
                    .containsExactly("run-1", "run-2");
            assertThat(database.<List<RunArtifact>>read(sql -> Runs.artifacts(sql, "run-1")))
                    .extracting(RunArtifact::digest)
                    .containsExactly(Digest.of("new"), Digest.of("b"));
        }
    }

    @EachDatabase
    void job_keepsItsOutputs_overAttempts(TestDatabase given) {
        try (Database database = open(given)) {
            Job standIn = Job.blocked("job-1", "run-1", 0, "build", "build", List.of("plan"), NOW);
            Job leg = standIn.leg("job-1", 3, "build (a)", "Build a", true).in(JobState.RUNNING, "", NOW, null);
            Job done = leg.with(Map.of("x", "1"), "[{}]", "[]", "# done").in(JobState.SUCCEEDED, "why", NOW, NOW);
            database.execute(sql -> {
                Runs.create(sql, run("run-1", 1));
                Jobs.create(sql, standIn);
                Jobs.remove(sql, standIn);
                Jobs.create(sql, leg);
                Jobs.progress(sql, "job-1", "[1]");
                Jobs.save(sql, done);
            });
            assertThat(database.<List<Job>>read(sql -> Jobs.ofRun(sql, "run-1")))
                    .containsExactly(done);
            Job again = done.again().in(JobState.QUEUED, "", null, null);
            database.execute(sql -> Jobs.save(sql, again));
            assertThat(database.<Job>read(sql -> Jobs.get(sql, "job-1")).attempt())
                    .isEqualTo(2);
            assertThat(database.<Job>read(sql -> Jobs.get(sql, "job-1")).outputs())
                    .isEmpty();
        }
    }

    @EachDatabase
    void jobsSavedTogether_areAllTheirNextVersion_orNone(TestDatabase given) {
        try (Database database = open(given)) {
            List<Job> legs = Stream.of("job-1", "job-2", "job-3")
                    .map(id -> Job.blocked(id, "run-1", 0, id, "build", List.of(), NOW))
                    .toList();
            List<Job> next = legs.stream()
                    .map(leg -> leg.in(JobState.CANCELLED, "why", null, NOW))
                    .toList();
            database.execute(sql -> {
                Runs.create(sql, run("run-1", 1));
                Jobs.create(sql, legs);
            });
            database.execute(sql -> Jobs.save(sql, next.get(1)));
            assertThatThrownBy(() -> database.execute(sql -> Jobs.save(sql, next)))
                    .asInstanceOf(type(Problem.class))
                    .satisfies(stale -> assertThat(stale.message()).contains("job-2"));
            assertThat(database.<List<Job>>read(sql -> Jobs.ofRun(sql, "run-1")))
                    .containsExactly(legs.get(0), next.get(1), legs.get(2));
            database.execute(sql -> Jobs.save(sql, List.of(next.get(0), next.get(2))));
            assertThat(database.<List<Job>>read(sql -> Jobs.ofRun(sql, "run-1")))
                    .isEqualTo(next);
        }
    }

    @EachDatabase
    void schedule_keepsItsTime_whileItsLineStays(TestDatabase given) {
        try (Database database = open(given)) {
            Schedule old = new Schedule("shop", "f", "0 3 * * *", NOW);
            database.execute(sql -> ScheduleRows.replace(sql, "shop", List.of(old)));
            Schedule later = new Schedule("shop", "f", "0 3 * * *", NOW.plusSeconds(60));
            Schedule other = new Schedule("shop", "f", "0 4 * * *", NOW.plusSeconds(60));
            database.execute(sql -> ScheduleRows.replace(sql, "shop", List.of(later, other)));
            assertThat(database.<List<Schedule>>read(sql -> ScheduleRows.due(sql, NOW)))
                    .containsExactly(old);
            assertThat(database.<Optional<Instant>>read(ScheduleRows::earliest)).contains(NOW);
            database.execute(sql -> ScheduleRows.next(sql, old, Optional.empty()));
            assertThat(database.<Optional<Instant>>read(ScheduleRows::earliest)).contains(NOW.plusSeconds(60));
        }
    }
}
