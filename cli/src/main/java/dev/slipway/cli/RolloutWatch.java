package dev.slipway.cli;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Follows a rollout to its end by the server's events, saying each change once. */
final class RolloutWatch {

    private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED", "SUPERSEDED", "CANCELLED", "ROLLED_BACK");

    private final Api api;
    private final Surroundings here;
    private final boolean json;
    private final Patience patience;
    private String said = "";

    RolloutWatch(Api api, Surroundings here, boolean json) {
        this.api = api;
        this.here = here;
        this.json = json;
        this.patience = new Patience(here, "no answer from the server; the rollout goes on, waiting for the server");
    }

    /**
     * Looks once the events flow, so that no change falls between, and again whenever one concerns the rollout.
     *
     * @return the rollout in its last state
     */
    JsonNode toTheEnd(String id) {
        AtomicReference<JsonNode> last = new AtomicReference<>(MissingNode.getInstance());
        while (!ended(last.get())) {
            follow(event -> {
                if (event.equals(ServerEvent.OPENED) || concerns(event, id)) {
                    last.set(look(id));
                }
                return !ended(last.get());
            });
        }
        return last.get();
    }

    /** A server that is away for a while, because it is restarted, ends nothing: the rollout goes on without it. */
    private void follow(Predicate<ServerEvent> wanted) {
        try {
            api.events("/api/v1/events", wanted);
        } catch (Problem problem) {
            patience.bear(problem);
        }
    }

    private static boolean concerns(ServerEvent event, String id) {
        return event.data().startsWith("{")
                && Json.mapper().readTree(event.data()).path("id").asString("").equals(id);
    }

    /** Nothing can be told to it any more. */
    static boolean isOver(JsonNode rollout) {
        return ENDS.contains(rollout.path("state").asString(""));
    }

    /** Nothing more happens by itself: it is over, or a person has to decide. */
    private static boolean ended(JsonNode rollout) {
        return isOver(rollout) || rollout.path("state").asString("").equals("NEEDS_HUMAN");
    }

    static boolean succeeded(JsonNode rollout) {
        return rollout.path("state").asString().equals("SUCCEEDED");
    }

    private JsonNode look(String id) {
        JsonNode rollout = api.get(Api.path("rollouts", id));
        patience.answered();
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
                boolean told = gate.path("reason").asString("").equals(reason);
                if (!told && !gate.path("state").asString("").equals("PASSED")) {
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
