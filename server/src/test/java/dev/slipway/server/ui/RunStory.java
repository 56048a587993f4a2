package dev.slipway.server.ui;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Position;
import dev.slipway.runner.log.Annotation;
import dev.slipway.server.run.StepView;
import dev.slipway.server.run.WrittenLog;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.Jobs;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run that is under way: one job done, one that speaks, one that waits for both. */
final class RunStory {

    static final String RUN = "run-1";
    static final String OF_A_FORK = "run-2";
    static final String SPEAKING = "job-2";
    static final String HOSTILE_LINE = "<img src=x onerror=alert(1)><script>alert('log')</script>";

    private final UiHouse house;
    private final Instant now;

    RunStory(UiHouse house) {
        this.house = house;
        this.now = house.clock.instant();
    }

    void tell() {
        Run run = new Run(
                RUN,
                "safeguard",
                41,
                "build",
                ".github/workflows/build.yml",
                "push",
                "refs/heads/main",
                Digest.of("commit 2").hex().substring(0, 40),
                "mia",
                RunState.RUNNING,
                3,
                null,
                "",
                "{}",
                List.of(Finding.warning(
                        "no-timeout",
                        new Position(".github/workflows/build.yml", 14, 5),
                        "this job has no timeout",
                        "add timeout-minutes")),
                now.minusSeconds(95),
                now.minusSeconds(92),
                null,
                1,
                null,
                "mia",
                1_000_041);
        house.database.execute(sql -> {
            Runs.create(sql, run);
            Runs.create(sql, ofFork());
            Jobs.create(
                    sql,
                    job("job-1", 0, "compile", List.of(), JobState.SUCCEEDED, steps("success"), now.minusSeconds(60)));
            Jobs.create(sql, job(SPEAKING, 1, "test", List.of("compile"), JobState.RUNNING, steps(null), null));
            Jobs.create(sql, job("job-3", 2, "lint", List.of("compile"), JobState.FAILED, "[]", now.minusSeconds(20)));
            Jobs.create(sql, job("job-4", 3, "package", List.of("test", "lint"), JobState.BLOCKED, "[]", null));
            Runs.keep(
                    sql, new RunArtifact(RUN, "safeguard", Digest.of("jar"), 48_211, now.minusSeconds(50), null, null));
        });
    }

    private Run ofFork() {
        return new Run(
                OF_A_FORK,
                "safeguard",
                7,
                "review",
                ".github/workflows/review.yml",
                "pull_request",
                "refs/pull/7/merge",
                Digest.of("merge").hex().substring(0, 40),
                "eve",
                RunState.QUEUED,
                1,
                null,
                "waits for approval: its code is of a fork (pull request 7)",
                "{\"pull\":{\"number\":7,\"definition\":\"d\",\"stranger\":true,\"head\":\"h\",\"base\":\"main\"}}",
                List.of(),
                now.minusSeconds(30),
                null,
                null,
                1,
                null,
                "eve",
                1_000_042);
    }

    private Job job(
            String id,
            long position,
            String key,
            List<String> needs,
            JobState state,
            String steps,
            @Nullable Instant end) {
        String notes = key.equals("lint")
                ? Json.write(List.of(new Annotation(
                        Annotation.Level.ERROR,
                        "unused import java.util.Map " + HOSTILE_LINE,
                        Optional.empty(),
                        Optional.of("src/main/java/safeguard/Rules.java"),
                        Optional.of(12),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        2)))
                : "[]";
        return new Job(
                id,
                RUN,
                position,
                key,
                key,
                key,
                needs,
                state,
                1,
                1,
                "",
                Map.of(),
                steps,
                notes,
                key.equals("compile")
                        ? "## Compiled\n\n| module | classes |\n|---|--:|\n| `core` | 42 |\n\n- [x] no warnings\n\n"
                                + HOSTILE_LINE
                        : "",
                false,
                now.minusSeconds(95),
                state == JobState.BLOCKED ? null : now.minusSeconds(90),
                end);
    }

    private String steps(@Nullable String last) {
        return Json.write(List.of(
                new StepView(1, "Check out", "success", now.minusSeconds(90), now.minusSeconds(88)),
                new StepView(2, "Set up Java", "success", now.minusSeconds(88), now.minusSeconds(80)),
                new StepView(
                        3, "mvn -q verify", last, now.minusSeconds(80), last == null ? null : now.minusSeconds(60))));
    }

    WrittenLog log() {
        WrittenLog log = new WrittenLog(house.logs, RUN, SPEAKING);
        Instant at = now.minusSeconds(80);
        return log.say(1, at, "##[group]Run actions/checkout")
                .say(1, at, "fetching refs/heads/main")
                .say(1, at, "##[endgroup]")
                .say(1, at, "HEAD is now at 3f1c2ab")
                .say(3, at, "[\u001b[1;34mINFO\u001b[m] Scanning for projects...")
                .say(3, at, "[\u001b[1;33mWARNING\u001b[m] Using platform encoding")
                .say(3, at, "\u001b]0;owned\u0007\u001b[2J\u001b[32mTests run: 128, Failures: 0\u001b[0m")
                .say(3, at, HOSTILE_LINE)
                .say(3, at, "##[error]Process completed with exit code 1");
    }
}
