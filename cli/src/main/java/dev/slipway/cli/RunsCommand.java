package dev.slipway.cli;

import java.util.Optional;
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
            "  slipway runs --json --limit 1"
        })
final class RunsCommand extends ServerCommand {

    @Parameters(paramLabel = "RUN", arity = "0..1", description = "Show this one.")
    Optional<String> run = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many (default " + "${DEFAULT-VALUE}).")
    int limit;

    RunsCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        if (run.isPresent()) {
            JsonNode one = api().get(Api.path("runs", run.get()));
            show(one, () -> one(one));
        } else {
            JsonNode all = api().get(Api.path("projects", project(), "runs") + "?limit=" + limit);
            show(all, () -> all(all));
        }
        return OK;
    }

    private void all(JsonNode runs) {
        Table table = new Table("RUN", "#", "WORKFLOW", "STATE", "EVENT", "REF", "COMMIT", "TOOK", "AGE");
        runs.forEach(each -> table.row(
                text(each, "id"),
                text(each, "number"),
                text(each, "workflow"),
                text(each, "state"),
                text(each, "event"),
                branch(each),
                commit(each),
                Ago.between(each.path("startedAt"), each.path("finishedAt"), here.clock()),
                Ago.since(each.path("createdAt"), here.clock())));
        table.print(here);
    }

    private void one(JsonNode one) {
        say(here.style().bold(text(one, "workflow") + " #" + text(one, "number")) + "  "
                + here.style().state(text(one, "state")) + "  " + branch(one) + "@" + commit(one) + " by "
                + text(one, "actor"));
        Table table = new Table("JOB", "NAME", "STATE", "TOOK", "NEEDS");
        one.path("jobs")
                .forEach(job -> table.row(
                        text(job, "id"),
                        text(job, "name"),
                        text(job, "state"),
                        Ago.between(job.path("startedAt"), job.path("finishedAt"), here.clock()),
                        String.join(
                                ", ",
                                job.path("needs")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList())));
        table.print(here);
        one.path("findings").forEach(finding -> say(finding.isString() ? finding.asString() : finding.toString()));
        one.path("artifacts")
                .forEach(artifact -> say("artifact " + text(artifact, "name") + " " + text(artifact, "digest")));
    }
}
