package dev.slipway.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "deploy",
        description = "Bring a release to an environment.",
        footer = {
            "",
            "Examples:",
            "  slipway deploy staging",
            "  slipway deploy production --release shop-7 --wait",
            "",
            "With --wait the exit code is 0 when the release got there, and 1 when it did not."
        })
final class DeployCommand extends ServerCommand {

    @Parameters(paramLabel = "ENV", description = "The environment.")
    String environment = "";

    @Option(
            names = {"-r", "--release"},
            paramLabel = "RELEASE",
            description = "The release; else the newest that may " + "go there.")
    Optional<String> release = Optional.empty();

    @Option(
            names = {"-w", "--wait"},
            description = "Say how it goes until it ends.")
    boolean wait;

    DeployCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        Api api = api();
        JsonNode rollout = api.post(
                Api.path("projects", project(), "environments", environment, "rollouts"),
                release.<Map<String, String>>map(id -> Map.of("release", id)).orElse(Map.of()));
        return RolloutAnswer.show(this, api, rollout, wait);
    }
}
