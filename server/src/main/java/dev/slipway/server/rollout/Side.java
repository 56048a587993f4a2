package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.RolloutPlan;
import java.util.Map;

/**
 * One of the two releases of a rollout, with the secret versions that its instances have.
 *
 * @param of the release and its configuration
 * @param secrets version by name
 */
record Side(RolloutPlan.Side of, Map<String, Long> secrets) {

    String release() {
        return of.release().id();
    }
}
