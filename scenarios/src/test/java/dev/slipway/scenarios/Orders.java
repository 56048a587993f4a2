package dev.slipway.scenarios;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Somebody who wants another release as soon as one is there, and sometimes changes their mind. */
final class Orders {

    private static final String ROLLOUTS = "/api/v1/projects/shop/rollouts?limit=200";
    private static final int ABORTS_IN_HUNDRED_LOOKS = 2;

    private final ApiClient api;
    private final List<String> releases;
    private final Random random;
    private final Set<String> aborted = new HashSet<>();
    private final Map<String, JsonNode> known = new HashMap<>();
    private int next;

    Orders(ApiClient api, List<String> releases, Random random) {
        this.api = api;
        this.releases = releases;
        this.random = random;
    }

    /** Asks for the next release when none is under way; rarely calls off the one that is. */
    void keepBusy() throws IOException, InterruptedException {
        if (idle()) {
            deploy();
        } else if (random.nextInt(100) < ABORTS_IN_HUNDRED_LOOKS) {
            abort();
        }
    }

    void deploy() throws IOException, InterruptedException {
        String release = releases.get(next++ % releases.size());
        if (release.equals(serving())) {
            return;
        }
        JsonNode rollout =
                api.post("/api/v1/projects/shop/environments/production/rollouts", Map.of("release", release));
        known.put(rollout.path("id").asString(), rollout);
    }

    private void abort() throws IOException, InterruptedException {
        for (JsonNode rollout : all()) {
            if (rollout.path("actions").toString().contains("\"abort\"")) {
                String id = rollout.path("id").asString();
                if (api.accepts("/api/v1/rollouts/" + id + "/abort", Map.of())) {
                    aborted.add(id);
                }
            }
        }
    }

    private String serving() throws IOException, InterruptedException {
        for (JsonNode rollout : all()) {
            if (rollout.path("state").asString().equals("SUCCEEDED")) {
                return rollout.path("release").asString();
            }
        }
        return "";
    }

    boolean idle() throws IOException, InterruptedException {
        return all().stream()
                .noneMatch(rollout -> rollout.path("finishedAt").asString("").isEmpty());
    }

    List<JsonNode> all() throws IOException, InterruptedException {
        return api.list(ROLLOUTS);
    }

    /** What was asked for, by id; nothing else may have been delivered. */
    Set<String> asked() {
        return Set.copyOf(known.keySet());
    }

    boolean calledOff(JsonNode rollout) {
        return aborted.contains(rollout.path("id").asString());
    }
}
