package dev.slipway.cli;

import java.util.Set;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "status",
        description = "Show what runs where, since when and how healthy.",
        footer = {"", "Examples:", "  slipway status", "  slipway status --project shop --json"})
final class StatusCommand extends ServerCommand {

    private static final Set<String> AILING = Set.of("UNHEALTHY", "BACKING_OFF", "FAILED");

    StatusCommand(Surroundings here) {
        super(here);
    }

    @Override
    public Integer call() {
        JsonNode environments = api().get(Api.path("projects", project(), "environments"));
        show(environments, () -> {
            if (environments.isEmpty()) {
                say("No environment yet. A push with a slipway.yml makes them; 'slipway init' writes one.");
                return;
            }
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
                    words(each.path("hosts"))));
            table.print(here);
            environments.forEach(this::ailing);
            environments.forEach(this::remember);
        });
        return OK;
    }

    /** What is wrong with an instance, and where it is for whoever looks after it by hand. */
    private void ailing(JsonNode environment) {
        environment
                .path("instances")
                .valueStream()
                .filter(instance -> AILING.contains(text(instance, "state")))
                .forEach(instance -> say(text(instance, "name") + " at " + text(instance, "address") + " is "
                        + here.style().state(text(instance, "state")) + " since "
                        + Ago.since(instance.path("since"), here.clock()) + ": " + text(instance, "detail")));
    }

    /** A release that did not get there is news as long as nothing else was tried. */
    private void remember(JsonNode environment) {
        JsonNode last = environment.path("last");
        boolean told = environment.path("rollout").isString() || !last.isObject();
        if (told || text(last, "state").equals("SUCCEEDED")) {
            return;
        }
        say(text(environment, "name") + ": " + text(last, "release") + " "
                + here.style().state(text(last, "state")) + " " + Ago.since(last.path("finishedAt"), here.clock())
                + " ago: " + text(last, "reason"));
        say("  slipway rollouts " + text(last, "id"));
    }
}
