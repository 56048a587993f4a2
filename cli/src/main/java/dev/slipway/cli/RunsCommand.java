package dev.slipway.cli;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "runs",
        description = "List the runs of a project, or show one with its jobs.",
        footer = {
            "",
            "Examples:",
            "  slipway runs",
            "  slipway runs run-01jc3k9q5x7v2m8d4h6a",
            "  slipway runs 1000041                  (its github.run_id)",
            "  slipway runs rerun run-01jc3k9q5x7v2m8d4h6a --failed",
            "  slipway runs --json --limit 1"
        })
final class RunsCommand extends Listing {

    RunsCommand(Surroundings here) {
        super(here);
    }

    @Override
    String things() {
        return "runs";
    }

    @Override
    String none() {
        return "No run yet. A push starts the workflows in .github/workflows that are for it.";
    }

    @Override
    void all(JsonNode runs) {
        Table table = new Table("RUN", "#", "WORKFLOW", "STATE", "EVENT", "REF", "COMMIT", "TOOK", "AGE", "NOTE");
        runs.forEach(each -> table.row(
                text(each, "id"),
                number(each),
                text(each, "workflow"),
                text(each, "state"),
                text(each, "event"),
                branch(each),
                commit(each),
                Ago.between(each.path("startedAt"), each.path("finishedAt"), here.clock()),
                Ago.since(each.path("createdAt"), here.clock()),
                note(each)));
        table.print(here);
    }

    /** What the run calls itself, where that is not its workflow's name, and whose code it is of. */
    private static String note(JsonNode run) {
        return Stream.of(ownName(run), origin(run), run.path("unreleased").asString(""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String ownName(JsonNode run) {
        String title = run.path("title").asString("");
        return title.equals(text(run, "workflow")) ? "" : title;
    }

    /** Whose code it is of, where it is not the project's own. */
    private static String origin(JsonNode run) {
        if (!run.path("untrusted").asBoolean(false)) {
            return "";
        }
        return run.path("awaitsApproval").asBoolean(false) ? "from a fork: waits for approval" : "from a fork";
    }

    /** With the attempt, when it is not the first. */
    private static String number(JsonNode run) {
        long attempt = run.path("attempt").asLong(1);
        return text(run, "number") + (attempt > 1 ? "." + attempt : "");
    }

    @Override
    void one(JsonNode one) {
        say(here.style().bold(text(one, "workflow") + " #" + number(one)) + "  "
                + here.style().state(text(one, "state")) + "  " + branch(one) + "@" + commit(one) + " by "
                + text(one, "actor"));
        if (one.path("serial").isNumber()) {
            say(text(one, "id") + ", for its workflow " + text(one, "serial"));
        }
        String ownName = ownName(one);
        if (!ownName.isEmpty()) {
            say(ownName);
        }
        String origin = origin(one);
        if (!origin.isEmpty()) {
            say(origin);
        }
        if (one.path("unreleased").isString()) {
            say(text(one, "unreleased"));
        }
        if (one.path("awaitsApproval").asBoolean(false)) {
            say("  read it, then: slipway approve " + text(one, "id"));
        }
        if (one.path("rerunOf").isString()) {
            say("again after " + text(one, "rerunOf"));
        }
        Table table = new Table("JOB", "NAME", "STATE", "TOOK", "NEEDS");
        one.path("jobs")
                .forEach(job -> table.row(
                        text(job, "id"),
                        text(job, "name"),
                        text(job, "state"),
                        Ago.between(job.path("startedAt"), job.path("finishedAt"), here.clock()),
                        words(job.path("needs"))));
        table.print(here);
        one.path("jobs")
                .valueStream()
                .filter(job -> job.path("environment").isObject())
                .forEach(job -> say(entry(job)));
        one.path("findings").forEach(finding -> say(finding(finding)));
        one.path("artifacts")
                .forEach(artifact ->
                        say("artifact " + text(artifact, "name") + " " + text(artifact, "digest") + stay(artifact)));
    }

    /** How long an artifact stays, where there is something to say. */
    private static String stay(JsonNode artifact) {
        if (artifact.path("released").asBoolean(false)) {
            return ", kept by a release";
        }
        if (!artifact.path("expiresAt").isString()) {
            return "";
        }
        return (artifact.path("expired").asBoolean(false) ? ", expired " : ", expires ") + text(artifact, "expiresAt");
    }

    /** The environment of a job, and what it waits for there. */
    static String entry(JsonNode job) {
        JsonNode entry = job.path("environment");
        String words = text(job, "name") + ", environment " + text(entry, "name") + ": " + text(job, "state");
        if (text(job, "state").equals("WAITING")) {
            return words + ", " + text(job, "reason");
        }
        return entry.path("url").isString() ? words + ", " + text(entry, "url") : words;
    }

    @Command(
            name = "rerun",
            description = "Run a run again that is over, as a new attempt; the old one stays as it is.",
            footer = {"", "Example:", "  slipway runs rerun run-01jc3k9q5x7v2m8d4h6a --failed"})
    static final class Rerun extends ServerCommand {

        @Parameters(paramLabel = "RUN", description = "Its id, or its number as in github.run_id.")
        String run = "";

        @Option(names = "--failed", description = "Only the jobs that did not succeed, and those that need them.")
        boolean failed;

        Rerun(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode again = api().post(Api.path("runs", run, "rerun"), Map.of("failed", failed));
            show(again, () -> {
                say(text(again, "workflow") + " #" + number(again) + " runs again: " + text(again, "id"));
                say("  slipway logs -f " + text(again, "id"));
            });
            return OK;
        }
    }

    @Command(
            name = "cancel",
            description = "Ask for the end of a run.",
            footer = {"", "Example:", "  slipway runs cancel run-01jc3k9q5x7v2m8d4h6a"})
    static final class Cancel extends ServerCommand {

        @Parameters(paramLabel = "RUN", description = "Its id, or its number as in github.run_id.")
        String run = "";

        Cancel(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode cancelled = api().post(Api.path("runs", run, "cancel"), Map.of());
            show(cancelled, () -> say(text(cancelled, "id") + " is " + text(cancelled, "state")));
            return OK;
        }
    }
}
