package dev.slipway.cli;

import dev.slipway.kernel.Json;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Follows a rollout to its end by the server's events, saying each change once. */
final class RolloutWatch {

    private static final Set<String> ENDS =
            Set.of("SUCCEEDED", "SUPERSEDED", "CANCELLED", "ROLLED_BACK", "NEEDS_HUMAN");

    private final Api api;
    private final Surroundings here;
    private final boolean json;
    private String said = "";

    RolloutWatch(Api api, Surroundings here, boolean json) {
        this.api = api;
        this.here = here;
        this.json = json;
    }

    /** @return the rollout in its last state */
    JsonNode toTheEnd(String id) {
        JsonNode[] rollout = {look(id)};
        while (!ended(rollout[0])) {
            api.events("/api/v1/events", event -> {
                if (concerns(event, id)) {
                    rollout[0] = look(id);
                }
                return !ended(rollout[0]);
            });
            rollout[0] = look(id);
        }
        return rollout[0];
    }

    private static boolean concerns(ServerEvent event, String id) {
        return event.data().startsWith("{")
                && Json.mapper().readTree(event.data()).path("id").asString("").equals(id);
    }

    static boolean ended(JsonNode rollout) {
        return ENDS.contains(rollout.path("state").asString());
    }

    static boolean succeeded(JsonNode rollout) {
        return rollout.path("state").asString().equals("SUCCEEDED");
    }

    private JsonNode look(String id) {
        JsonNode rollout = api.get(Api.path("rollouts", id));
        String words = words(rollout);
        if (!words.equals(said)) {
            said = words;
            if (json) {
                here.out().println(rollout);
            } else {
                here.out().println(words);
            }
        }
        return rollout;
    }

    private String words(JsonNode rollout) {
        String state = rollout.path("state").asString();
        StringBuilder words = new StringBuilder(here.style().state(state));
        words.append("  ").append(rollout.path("weight").asInt()).append(" %");
        String reason = rollout.path("reason").asString("");
        if (!reason.isEmpty()) {
            words.append("  ").append(reason);
        }
        if (state.equals("GATED")) {
            rollout.path("gates").forEach(gate -> {
                if (!gate.path("state").asString("").equals("PASSED")) {
                    words.append("\n  ")
                            .append(gate.path("name").asString(""))
                            .append(": ")
                            .append(gate.path("reason").asString("waits"));
                }
            });
        }
        return words.toString();
    }
}
