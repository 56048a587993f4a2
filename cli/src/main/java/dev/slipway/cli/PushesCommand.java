package dev.slipway.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "pushes",
        description = "List what was pushed or fetched, and what became of it.",
        footer = {"", "Examples:", "  slipway pushes", "  slipway pushes retry push-01jc3k9q5x7v2m8d4h6a"})
final class PushesCommand extends ServerCommand {

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many (default ${DEFAULT-VALUE}).")
    int limit;

    PushesCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode pushes = api().get(Api.path("projects", project(), "pushes") + "?limit=" + limit);
        show(pushes, () -> {
            if (pushes.isEmpty()) {
                say("No push yet. 'slipway projects' names the address to push to.");
                return;
            }
            Table table = new Table("PUSH", "REF", "BY", "AGE", "STATE", "FINDINGS", "WHY");
            pushes.forEach(each -> table.row(
                    text(each.path("push"), "id"),
                    branch(each.path("push")),
                    text(each.path("push"), "pusher"),
                    Ago.since(each.path("push").path("createdAt"), here.clock()),
                    text(each, "state"),
                    Integer.toString(each.path("findings").size()),
                    text(each, "reason")));
            table.print(here);
        });
        return OK;
    }

    @Command(
            name = "retry",
            description = "Handle a push again that could not be handled.",
            footer = {"", "Example:", "  slipway pushes retry push-01jc3k9q5x7v2m8d4h6a"})
    static final class Retry extends ServerCommand {

        @Parameters(paramLabel = "PUSH", description = "Its id.")
        String push = "";

        Retry(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode answer = api().post(Api.path("projects", project(), "pushes", push, "retry"), Map.of());
            show(answer, () -> say(push + " is handled again; 'slipway pushes' says how it goes."));
            return OK;
        }
    }
}
