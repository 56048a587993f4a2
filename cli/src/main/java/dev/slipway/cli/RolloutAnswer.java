package dev.slipway.cli;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a command says that started a rollout. */
final class RolloutAnswer {

    private RolloutAnswer() {}

    /** @return the exit code */
    static int show(ServerCommand command, Api api, JsonNode rollout, boolean wait) {
        String id = rollout.path("id").asString();
        if (!wait) {
            command.show(rollout, () -> command.say(words(rollout)));
            return ServerCommand.OK;
        }
        if (!command.scope.json) {
            command.say(words(rollout));
        }
        JsonNode end = new RolloutWatch(api, command.here, command.scope.json).toTheEnd(id);
        return RolloutWatch.succeeded(end) ? ServerCommand.OK : ServerCommand.NOT_SUCCEEDED;
    }

    static String words(JsonNode rollout) {
        boolean restart = rollout.path("kind").asString("").equals("RESTART");
        return "Rollout " + ServerCommand.text(rollout, "id") + ": " + (restart ? "restart of " : "")
                + ServerCommand.text(rollout, "release") + (restart ? " in " : " to ")
                + ServerCommand.text(rollout, "environment") + ", " + ServerCommand.text(rollout, "state")
                + (ServerCommand.text(rollout, "state").equals("GATED") ? awaited(rollout) : "");
    }

    private static String awaited(JsonNode rollout) {
        String open = rollout.path("gates")
                .valueStream()
                .filter(gate -> !ServerCommand.text(gate, "state").equals("PASSED"))
                .map(gate -> ServerCommand.text(gate, "reason"))
                .collect(Collectors.joining("; "));
        return open.isEmpty() ? "" : ": " + open;
    }
}
