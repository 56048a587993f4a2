package dev.slipway.delivery.rollout;

import dev.slipway.delivery.judge.Arm;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a rollout remembers between two steps beside its state: enough to go on after a restart as if nothing had been.
 *
 * @param place which stage and watch it is in
 * @param counted the edge's counters at the last look, to take differences
 * @param reference what the old release did before the new one got any traffic: what a bake is compared with
 * @param pauseWanted a person wants it to wait at the next possible moment
 * @param heldBecause why it waits for a person
 * @param secrets version of each secret that the new instances were given, by name
 * @param previousSecrets likewise of the release that is returned to
 * @param verified of how many stages the new instances have passed their smoke tests: only these may get traffic
 * @param accepted a person has decided that the new release stays: the judge is heard no more, and no machine goes
 *     back
 * @param renewals how often the new instances replace others of the same release
 * @param previousRenewals likewise of the release that is returned to
 */
public record Progress(
        Place place,
        Optional<Counted> counted,
        Optional<Arm> reference,
        boolean pauseWanted,
        Optional<Held> heldBecause,
        Map<String, Long> secrets,
        Map<String, Long> previousSecrets,
        int verified,
        boolean accepted,
        Renewals renewals,
        Renewals previousRenewals) {

    /** What was stored before instances could be replaced has replaced none. */
    public Progress {
        renewals = Objects.requireNonNullElse(renewals, Renewals.NONE);
        previousRenewals = Objects.requireNonNullElse(previousRenewals, Renewals.NONE);
    }

    /** Nothing has happened yet. */
    public static Progress start(Instant at) {
        return new Progress(
                new Place(0, 0, at),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Map.of(),
                Map.of(),
                0,
                false,
                Renewals.NONE,
                Renewals.NONE);
    }

    /** The new instances of the present stage have passed their smoke tests. */
    public Progress tested() {
        int stages = Math.max(verified, place.stage() + 1);
        return new Progress(
                place,
                counted,
                reference,
                pauseWanted,
                heldBecause,
                secrets,
                previousSecrets,
                stages,
                accepted,
                renewals,
                previousRenewals);
    }

    /** Entering a stage: its first watch begins. */
    public Progress atStage(int next, Instant at) {
        return at(new Place(next, 0, at));
    }

    /** The next watch of the same stage begins. */
    public Progress atWatch(int next, Instant at) {
        return at(new Place(place.stage(), next, at));
    }

    private Progress at(Place next) {
        return new Progress(
                next,
                counted,
                reference,
                pauseWanted,
                heldBecause,
                secrets,
                previousSecrets,
                verified,
                accepted,
                renewals,
                previousRenewals);
    }

    public Progress looked(Counted now) {
        return new Progress(
                place,
                Optional.of(now),
                reference,
                pauseWanted,
                heldBecause,
                secrets,
                previousSecrets,
                verified,
                accepted,
                renewals,
                previousRenewals);
    }

    public Progress withReference(Arm before) {
        return new Progress(
                place,
                counted,
                Optional.of(before),
                pauseWanted,
                heldBecause,
                secrets,
                previousSecrets,
                verified,
                accepted,
                renewals,
                previousRenewals);
    }

    public Progress wantPause(boolean wanted) {
        return new Progress(
                place,
                counted,
                reference,
                wanted,
                heldBecause,
                secrets,
                previousSecrets,
                verified,
                accepted,
                renewals,
                previousRenewals);
    }

    public Progress held(Held because) {
        return new Progress(
                place,
                counted,
                reference,
                false,
                Optional.of(because),
                secrets,
                previousSecrets,
                verified,
                accepted,
                renewals,
                previousRenewals);
    }

    public Progress released() {
        return new Progress(
                place,
                counted,
                reference,
                false,
                Optional.empty(),
                secrets,
                previousSecrets,
                verified,
                accepted,
                renewals,
                previousRenewals);
    }

    /** A person has decided that the new release stays; its present stage begins anew. */
    public Progress accept(Instant at) {
        Place again = new Place(place.stage(), 0, at);
        return new Progress(
                again,
                counted,
                reference,
                false,
                Optional.empty(),
                secrets,
                previousSecrets,
                verified,
                true,
                renewals,
                previousRenewals);
    }

    /** The versions that the new instances get. */
    public Progress withSecrets(Map<String, Long> versions) {
        return new Progress(
                place,
                counted,
                reference,
                pauseWanted,
                heldBecause,
                Map.copyOf(versions),
                previousSecrets,
                verified,
                accepted,
                renewals,
                previousRenewals);
    }

    /** The versions that the old instances have. */
    public Progress withPreviousSecrets(Map<String, Long> versions) {
        return new Progress(
                place,
                counted,
                reference,
                pauseWanted,
                heldBecause,
                secrets,
                Map.copyOf(versions),
                verified,
                accepted,
                renewals,
                previousRenewals);
    }

    /** What the new instances replace. */
    public Progress withRenewals(Renewals replaced) {
        return new Progress(
                place,
                counted,
                reference,
                pauseWanted,
                heldBecause,
                secrets,
                previousSecrets,
                verified,
                accepted,
                replaced,
                previousRenewals);
    }

    /** What the old instances have replaced. */
    public Progress withPreviousRenewals(Renewals replaced) {
        return new Progress(
                place,
                counted,
                reference,
                pauseWanted,
                heldBecause,
                secrets,
                previousSecrets,
                verified,
                accepted,
                renewals,
                replaced);
    }

    /**
     * Where on its way a rollout is.
     *
     * @param stage index of the stage whose weight is wanted
     * @param watch index of the stage's watch that is being waited for
     * @param since when that waiting began
     */
    public record Place(int stage, int watch, Instant since) {}

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
