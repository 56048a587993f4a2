package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.Renewals;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One of the two releases of a rollout, with the secret versions that its instances have.
 *
 * @param of the release and its configuration
 * @param secrets version by name
 * @param renewals how often its instances have been replaced
 * @param counts how many of its instances are meant, by service
 */
record Side(RolloutPlan.Side of, Map<String, Long> secrets, Renewals renewals, Map<String, Integer> counts) {

    private static final int MARK = 6;

    /** All instances of the release. */
    Side(RolloutPlan.Side of, Map<String, Long> secrets, Renewals renewals) {
        this(of, secrets, renewals, of.instances());
    }

    /** Only the first instances of each service. */
    Side first(Map<String, Integer> fewer) {
        return new Side(of, secrets, renewals, Map.copyOf(fewer));
    }

    int count(String service) {
        return counts.getOrDefault(service, 0);
    }

    String release() {
        return of.release().id();
    }

    /**
     * What the edge counts the new side of a rollout under: the release, and where only the secrets differ from what
     * served before, these too, for the two sides must never be counted as one.
     */
    static String pool(Rollout rollout) {
        boolean same = rollout.previous().equals(Optional.of(rollout.release()))
                && !rollout.progress().secrets().equals(rollout.progress().previousSecrets());
        return same ? rollout.release() + "." + mark(rollout.progress().secrets()) : rollout.release();
    }

    /** A short name for secret versions. */
    static String mark(Map<String, Long> versions) {
        return Digest.of(Json.writeCanonical(new TreeMap<>(versions))).hex().substring(0, MARK);
    }
}
