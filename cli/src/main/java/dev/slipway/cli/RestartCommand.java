package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "restart",
        description = "Replace instances of what serves by others of the same release.",
        footer = {
            "",
            "Examples:",
            "  slipway restart production --wait",
            "  slipway restart production --service web --comment 'its cache is stale'",
            "  slipway restart production --instance production.web.shop-7.1",
            "",
            "One instance goes after the other: the new one is healthy and smoke-tested before the old one",
            "leaves the traffic, unless the strategy has no room for one more. Configuration, secrets and",
            "database stay as they are, so no gates are passed. `slipway status --json` names instances.",
            "With --wait the exit code is 0 when all were replaced, and 1 when the old ones came back."
        })
final class RestartCommand extends ServerCommand {

    @Parameters(paramLabel = "ENV", description = "The environment.")
    String environment = "";

    @Option(names = "--service", paramLabel = "NAME", description = "Only the instances of this service.")
    Optional<String> service = Optional.empty();

    @Option(names = "--instance", paramLabel = "NAME", description = "Only this instance.")
    Optional<String> instance = Optional.empty();

    @Option(
            names = {"-m", "--comment"},
            paramLabel = "TEXT",
            description = "Kept in the timeline and the audit log.")
    Optional<String> comment = Optional.empty();

    @Option(
            names = {"-w", "--wait"},
            description = "Say how it goes until it ends.")
    boolean wait;

    RestartCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        Map<String, String> body = new LinkedHashMap<>();
        service.ifPresent(name -> body.put("service", name));
        instance.ifPresent(name -> body.put("instance", name));
        comment.ifPresent(text -> body.put("comment", text));
        Api api = api();
        JsonNode rollout = api.post(Api.path("projects", project(), "environments", environment, "restart"), body);
        return RolloutAnswer.show(this, api, rollout, wait);
    }
}
