package dev.slipway.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "password",
        description = "Change your own password; without a terminal, the old and the new one are two lines of input.",
        footer = {"", "Example:", "  slipway password"})
final class PasswordCommand extends ServerCommand {

    PasswordCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        SecretEntry entry = new SecretEntry(here);
        String first = entry.ask("Current password, then the new one");
        String[] lines = first.split("\\R", 2);
        String current = lines[0];
        String fresh = lines.length == 2 ? lines[1] : entry.choose("New password", false);
        JsonNode me = api().put(Api.path("me", "password"), Map.of("current", current, "password", fresh));
        show(me, () -> say("Changed. You are signed out of every browser; tokens go on."));
        return OK;
    }
}
