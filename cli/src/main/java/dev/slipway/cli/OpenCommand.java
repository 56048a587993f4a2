package dev.slipway.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "open",
        description = "Print an address that signs you in to the web UI once, within five minutes.",
        footer = {"", "Example:", "  slipway open"})
final class OpenCommand extends ServerCommand {

    OpenCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode link = api().post(Api.path("login-links"), Map.of());
        show(link, () -> say(text(link, "url")));
        return OK;
    }
}
