package dev.slipway.server.rollout;

import dev.slipway.delivery.gate.GateFacts;
import java.util.Map;

/** How the workflows of a commit ended. */
@FunctionalInterface
public interface Checks {

    /** Result by the workflow's name; of several runs the newest counts. */
    Map<String, GateFacts.CheckResult> of(String project, String commit);
}
