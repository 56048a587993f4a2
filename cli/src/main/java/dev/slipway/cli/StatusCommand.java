package dev.slipway.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "status",
        description = "Show what runs where, since when and how healthy.",
        footer = {"", "Examples:", "  slipway status", "  slipway status --project shop --json"})
final class StatusCommand extends ServerCommand {

    StatusCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode environments = api().get(Api.path("projects", project(), "environments"));
        show(environments, () -> {
            Table table =
                    new Table("ENVIRONMENT", "RELEASE", "SINCE", "HEALTH", "INSTANCES", "ROLLOUT", "STATE", "HOSTS");
            environments.forEach(each -> table.row(
                    text(each, "name"),
                    text(each, "release"),
                    Ago.since(each.path("since"), here.clock()),
                    text(each, "health"),
                    Integer.toString(each.path("instances").size()),
                    text(each, "rollout"),
                    text(each, "state"),
                    String.join(
                            ", ",
                            each.path("hosts")
                                    .valueStream()
                                    .map(JsonNode::asString)
                                    .toList())));
            table.print(here);
        });
        return OK;
    }
}
