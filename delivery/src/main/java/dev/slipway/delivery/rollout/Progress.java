package dev.slipway.delivery.rollout;

import dev.slipway.delivery.judge.Arm;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a rollout remembers between two steps beside its state: enough to go on after a restart as if nothing had been.
 *
 * @param stage index of the stage whose weight is wanted
 * @param watch index of the stage's watch that is being waited for
 * @param watchSince when that waiting began
 * @param counted the edge's counters at the last look, to take differences
 * @param lastLook when that was
 * @param reference what the old release did before the new one got any traffic: what a bake is compared with
 * @param pauseWanted a person wants it to wait at the next possible moment
 * @param heldBecause why it waits for a person
 * @param secretVersions version of each secret that its instances were given, by name
 */
public record Progress(
        int stage,
        int watch,
        Instant watchSince,
        Optional<Counted> counted,
        Optional<Instant> lastLook,
        Optional<Arm> reference,
        boolean pauseWanted,
        Optional<Held> heldBecause,
        Map<String, Long> secretVersions) {

    /** Nothing has happened yet. */
    public static Progress start(Instant at) {
        return new Progress(
                0, 0, at, Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty(), Map.of());
    }

    /** Entering a stage: its first watch begins. */
    public Progress atStage(int next, Instant at) {
        return new Progress(next, 0, at, counted, lastLook, reference, pauseWanted, Optional.empty(), secretVersions);
    }

    /** The next watch of the same stage begins. */
    public Progress atWatch(int next, Instant at) {
        return new Progress(stage, next, at, counted, lastLook, reference, pauseWanted, heldBecause, secretVersions);
    }

    /** The current watch begins again, for what was waited for in vain so far. */
    public Progress restartWatch(Instant at) {
        return atWatch(watch, at);
    }

    public Progress looked(Counted now, Instant at) {
        return new Progress(
                stage,
                watch,
                watchSince,
                Optional.of(now),
                Optional.of(at),
                reference,
                pauseWanted,
                heldBecause,
                secretVersions);
    }

    public Progress withReference(Arm before) {
        return new Progress(
                stage,
                watch,
                watchSince,
                counted,
                lastLook,
                Optional.of(before),
                pauseWanted,
                heldBecause,
                secretVersions);
    }

    public Progress wantPause(boolean wanted) {
        return new Progress(
                stage, watch, watchSince, counted, lastLook, reference, wanted, heldBecause, secretVersions);
    }

    public Progress held(Held because) {
        return new Progress(
                stage, watch, watchSince, counted, lastLook, reference, false, Optional.of(because), secretVersions);
    }

    public Progress released() {
        return new Progress(
                stage, watch, watchSince, counted, lastLook, reference, false, Optional.empty(), secretVersions);
    }

    public Progress withSecretVersions(Map<String, Long> versions) {
        return new Progress(
                stage, watch, watchSince, counted, lastLook, reference, pauseWanted, heldBecause, Map.copyOf(versions));
    }

    /** Why a rollout waits for a person. */
    public enum Held {
        /** A person asked it to pause. */
        PAUSED,
        /** Its strategy asks for a person's word here. */
        MANUAL,
        /** The judge has not seen enough to decide. */
        INCONCLUSIVE
    }

    /**
     * The edge's cumulative counters at one moment.
     *
     * @param bootId of the edge that counted; another one began at zero
     */
    public record Counted(String bootId, Arm canary, Arm baseline) {}
}
