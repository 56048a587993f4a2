package dev.slipway.cli.demo;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What happens in the demonstration, push by push. It only does what a team would do: commit, push, approve, look. The
 * defects are in the pushed code; whatever Slipway makes of them it finds out by itself.
 */
final class Story {

    private static final String PROJECT = "safeguard";
    private static final String HOST = "shop.localhost";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int REQUESTS_PER_SECOND = 300;
    private static final Set<String> OVER =
            Set.of("SUCCEEDED", "ROLLED_BACK", "NEEDS_HUMAN", "FAILED", "SUPERSEDED", "CANCELLED");

    private final Screen screen;
    private final Api author;
    private final Api approver;
    private final Workspace workspace;
    private final Path changes;
    private final Traffic traffic;
    private final List<Report.Line> lines = new ArrayList<>();
    private final List<Report.Rollback> rollbacks = new ArrayList<>();
    private final List<String> surprises = new ArrayList<>();

    /**
     * @param author the account that pushes
     * @param approver another account, that may approve
     * @param changes folder with the files of each later push
     * @param edge {@code host:port} of user traffic
     */
    Story(Screen screen, Api author, Api approver, Workspace workspace, Path changes, String edge) {
        this.screen = screen;
        this.author = author;
        this.approver = approver;
        this.workspace = workspace;
        this.changes = changes;
        this.traffic = new Traffic(edge, HOST, REQUESTS_PER_SECOND);
    }

    /** Tells the whole story; what was expected and did not happen stands in {@link #surprises()}. */
    void tell(Path example) {
        try (traffic) {
            screen.chapter("The first release: nothing to compare with, so it gets all traffic at once");
            workspace.create(example);
            expect(release("Score card payments"), "SUCCEEDED", "at once");
            traffic.start();

            screen.chapter("Push 1: a good change, canary 10, 25, 50, 75, 100 %");
            expect(change("1"), "SUCCEEDED", "canary");

            screen.chapter("Push 2: 5 % errors and slower; the judge must catch it during the canary");
            rolledBack(expect(change("2"), "ROLLED_BACK", "canary"), "canary");

            screen.chapter("Push 3: repaired, and the strategy is blue-green now");
            expect(change("3"), "SUCCEEDED", "blue-green");

            screen.chapter("Push 4: passes its canary, turns bad during the bake");
            rolledBack(expect(change("4"), "ROLLED_BACK", "canary"), "bake");

            screen.chapter("Push 5: an error in slipway.yml");
            refused();
        }
    }

    private JsonNode change(String number) {
        workspace.copy(changes.resolve(number + "/tree"));
        return release(message(number));
    }

    private String message(String change) {
        try {
            return Files.readString(changes.resolve(change + "/MESSAGE")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the change " + change + " has no message", e);
        }
    }

    /** Pushes, waits for the release, approves it for production, and returns the rollout when it is over. */
    private JsonNode release(String message) {
        String commit = workspace.commit(message);
        Workspace.Answer answer = workspace.push();
        if (answer.exitCode() != 0) {
            throw Problem.of(
                    Problem.Kind.INTERNAL,
                    "push-refused",
                    "the push was refused: " + answer.output().strip(),
                    null);
        }
        screen.say("pushed " + commit.substring(0, 8) + " \"" + message + "\"");
        String release = author.await("the release of " + commit, PATIENCE, () -> releaseOf(commit));
        screen.say("workflows succeeded, release " + release);
        JsonNode staging = over("staging", release);
        line(staging);
        if (!text(staging, "state").equals("SUCCEEDED")) {
            surprises.add(
                    "staging of " + release + " ended " + text(staging, "state") + ": " + text(staging, "reason"));
            return staging;
        }
        String id = author.await("the rollout to production", PATIENCE, () -> rolloutOf("production", release))
                .path("id")
                .asString();
        author.await(
                "the review",
                PATIENCE,
                () -> Optional.of(author.get("/api/v1/rollouts/" + id))
                        .filter(rollout -> !text(rollout, "state").equals("REQUESTED")));
        approver.post("/api/v1/rollouts/" + id + "/approve", Map.of("comment", "looks right"));
        screen.say("approved by " + text(approver.get("/api/v1/me"), "name"));
        JsonNode rollout = over("production", release);
        line(rollout);
        return rollout;
    }

    private Optional<String> releaseOf(String commit) {
        for (JsonNode release : author.get("/api/v1/projects/" + PROJECT + "/releases?limit=5")) {
            if (text(release, "commit").equals(commit)) {
                return Optional.of(text(release, "id"));
            }
        }
        failIfRunFailed(commit);
        return Optional.empty();
    }

    private void failIfRunFailed(String commit) {
        for (JsonNode run : author.get("/api/v1/projects/" + PROJECT + "/runs?limit=10")) {
            if (text(run, "commit").equals(commit) && text(run, "state").equals("FAILED")) {
                throw Problem.of(
                        Problem.Kind.INTERNAL,
                        "run-failed",
                        "workflow '" + text(run, "workflow") + "' failed: " + run,
                        "open run " + text(run, "id") + " in the browser");
            }
        }
    }

    private Optional<JsonNode> rolloutOf(String environment, String release) {
        for (JsonNode rollout : author.get("/api/v1/projects/" + PROJECT + "/rollouts?limit=10")) {
            if (text(rollout, "release").equals(release)
                    && text(rollout, "environment").equals(environment)) {
                return Optional.of(rollout);
            }
        }
        return Optional.empty();
    }

    private JsonNode over(String environment, String release) {
        String[] said = {""};
        return author.await("the end of " + release + " in " + environment, PATIENCE, () -> {
            Optional<JsonNode> rollout = rolloutOf(environment, release);
            rollout.ifPresent(found -> {
                String now = environment + ": "
                        + text(found, "state").toLowerCase(Locale.ROOT).replace('_', ' ') + ", "
                        + text(found, "reason");
                if (!now.equals(said[0])) {
                    screen.say(now);
                    said[0] = now;
                }
            });
            return rollout.filter(found -> OVER.contains(text(found, "state")))
                    .map(found -> author.get("/api/v1/rollouts/" + text(found, "id")));
        });
    }

    private void line(JsonNode rollout) {
        Instant from = Instant.parse(text(rollout, "requestedAt"));
        Instant until = Instant.parse(text(rollout, "finishedAt"));
        lines.add(new Report.Line(
                text(rollout, "release"),
                text(rollout, "environment"),
                text(rollout, "strategy"),
                text(rollout, "state").toLowerCase(Locale.ROOT),
                seconds(from, until),
                text(rollout, "reason")));
    }

    private JsonNode expect(JsonNode rollout, String state, String strategy) {
        if (!text(rollout, "state").equals(state)) {
            surprises.add(text(rollout, "release") + " ended " + text(rollout, "state") + " and not " + state + ": "
                    + text(rollout, "reason"));
        }
        if (!text(rollout, "strategy").equals(strategy)) {
            surprises.add(
                    text(rollout, "release") + " went out by " + text(rollout, "strategy") + " and not " + strategy);
        }
        return rollout;
    }

    private void rolledBack(JsonNode rollout, String phase) {
        Optional<Instant> served = moment(rollout, phase.equals("canary") ? "OBSERVING" : "BAKING");
        Optional<Instant> verdict = moment(rollout, "ROLLING_BACK");
        Optional<Instant> restored = moment(rollout, "CHECKING_ROLLBACK");
        if (served.isEmpty() || verdict.isEmpty() || restored.isEmpty()) {
            surprises.add(text(rollout, "release") + " was not rolled back during its " + phase);
            return;
        }
        boolean baked = moment(rollout, "BAKING").isPresent();
        if (phase.equals("canary") == baked) {
            surprises.add(text(rollout, "release") + " was rolled back in the wrong phase, not during its " + phase);
        }
        long requests = 0;
        for (JsonNode look : author.get("/api/v1/rollouts/" + text(rollout, "id") + "/looks")) {
            if (text(look, "phase").equals(phase)) {
                requests += look.path("canary").path("requests").asLong();
            }
        }
        rollbacks.add(new Report.Rollback(
                text(rollout, "release"),
                phase,
                requests,
                seconds(served.get(), verdict.get()),
                seconds(verdict.get(), restored.get())));
    }

    private static Optional<Instant> moment(JsonNode rollout, String state) {
        for (JsonNode moment : rollout.path("timeline")) {
            if (text(moment, "to").equals(state)) {
                return Optional.of(Instant.parse(text(moment, "at")));
            }
        }
        return Optional.empty();
    }

    private void refused() {
        String before = serving();
        workspace.copy(changes.resolve("5/tree"));
        workspace.commit(message("5"));
        Workspace.Answer answer = workspace.push();
        workspace.undo();
        String said = answer.output();
        said.lines().filter(line -> line.startsWith("remote:")).forEach(screen::say);
        Optional<String> complaint = said.lines()
                .filter(line -> line.matches(".*slipway\\.yml:\\d+:\\d+.*"))
                .findFirst();
        if (answer.exitCode() == 0 || complaint.isEmpty()) {
            surprises.add("the push with an error in slipway.yml was not refused with its position: " + said.strip());
        }
        if (!serving().equals(before)) {
            surprises.add("production changed by a push that was refused");
        }
        lines.add(new Report.Line(
                "-",
                "production",
                "-",
                "refused",
                0,
                complaint
                        .map(line -> line.replaceFirst("^remote:\\s*", "").strip())
                        .orElse("not refused")));
    }

    private String serving() {
        for (JsonNode environment : author.get("/api/v1/projects/" + PROJECT + "/environments")) {
            if (text(environment, "name").equals("production")) {
                return text(environment, "release");
            }
        }
        return "";
    }

    private static double seconds(Instant from, Instant until) {
        return Math.round(Duration.between(from, until).toMillis() / 100.0) / 10.0;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    /** What did not happen as it should; empty when all did. */
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    Report report(Duration took) {
        boolean ok = surprises.isEmpty() && traffic.failedBySwitch() == 0;
        return new Report(
                ok,
                List.copyOf(lines),
                new Report.Load(traffic.requests(), traffic.failedBySwitch(), traffic.failedByRelease()),
                List.copyOf(rollbacks),
                took.toMillis() / 1000.0);
    }
}
