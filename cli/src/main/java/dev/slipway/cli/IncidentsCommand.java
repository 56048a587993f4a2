package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "incidents",
        description = "List incidents of a project, tell of one, and say what has become of it.",
        footer = {
            "",
            "Examples:",
            "  slipway incidents",
            "  slipway incidents begin 'Payments fail' 'We are looking into it.'",
            "  slipway incidents say incident-01jc3k9q5x7v2m8d4h6a 'It works again.' --state resolved",
            "",
            "They stand on the status page of the project, /status/PROJECT, for everybody to read."
        })
final class IncidentsCommand extends ServerCommand {

    private static final String STATES = "investigating, identified, monitoring or resolved.";

    IncidentsCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode incidents = api().get(Api.path("projects", project(), "incidents"));
        show(incidents, () -> print(incidents));
        return OK;
    }

    private void print(JsonNode incidents) {
        if (incidents.isEmpty()) {
            say("No incidents.");
            return;
        }
        Table table = new Table("INCIDENT", "STATE", "BEGAN", "TITLE", "LAST WORD");
        incidents.forEach(each -> table.row(
                text(each, "id"),
                text(each, "state"),
                Ago.since(each.path("beganAt"), here.clock()),
                text(each, "title"),
                text(each.path("updates").path(0), "text")));
        table.print(here);
    }

    private static Map<String, Object> body(String text, Optional<String> state) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", text);
        state.ifPresent(word -> body.put("state", word));
        return body;
    }

    @Command(
            name = "begin",
            description = "Tell of an incident.",
            footer = {"", "Example:", "  slipway incidents begin 'Payments fail' 'We are looking into it.'"})
    static final class Begin extends ServerCommand {

        @Parameters(index = "0", paramLabel = "TITLE", description = "In a few words.")
        String title = "";

        @Parameters(index = "1", paramLabel = "TEXT", description = "What is known.")
        String text = "";

        @Option(names = "--state", paramLabel = "STATE", description = "How far you are: " + STATES)
        Optional<String> state = Optional.empty();

        Begin(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            Map<String, Object> body = body(text, state);
            body.put("title", title);
            JsonNode begun = api().post(Api.path("projects", project(), "incidents"), body);
            show(begun, () -> say(text(begun, "id") + " stands on the status page."));
            return OK;
        }
    }

    @Command(
            name = "say",
            description = "Say what has become of an incident.",
            footer = {"", "Example:", "  slipway incidents say ID 'It works again.' --state resolved"})
    static final class Say extends ServerCommand {

        @Parameters(index = "0", paramLabel = "INCIDENT", description = "Its id.")
        String incident = "";

        @Parameters(index = "1", paramLabel = "TEXT", description = "What is new.")
        String text = "";

        @Option(names = "--state", paramLabel = "STATE", description = "How far you are: " + STATES)
        Optional<String> state = Optional.empty();

        Say(Surroundings here) {
            super(here);
        }

        @Override
        public Integer call() {
            JsonNode said =
                    api().post(Api.path("projects", project(), "incidents", incident, "updates"), body(text, state));
            show(said, () -> say(text(said, "title") + " is " + text(said, "state") + "."));
            return OK;
        }
    }
}
