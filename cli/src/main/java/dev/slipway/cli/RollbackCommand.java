package dev.slipway.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "rollback",
        description = "Bring an environment back to the release before.",
        footer = {"", "Example:", "  slipway rollback production --reason 'checkout is slow' --wait"})
final class RollbackCommand extends ServerCommand {

    @Parameters(paramLabel = "ENV", description = "The environment.")
    String environment = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the timeline and the audit log.")
    Optional<String> reason = Optional.empty();

    @Option(
            names = {"-w", "--wait"},
            description = "Say how it goes until it ends.")
    boolean wait;

    RollbackCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        Api api = api();
        JsonNode rollout = api.post(
                Api.path("projects", project(), "environments", environment, "rollback"),
                reason.<Map<String, String>>map(text -> Map.of("reason", text)).orElse(Map.of()));
        return RolloutAnswer.show(this, api, rollout, wait);
    }
}
