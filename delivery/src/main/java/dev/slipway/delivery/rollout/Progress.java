package dev.slipway.delivery.rollout;

import dev.slipway.delivery.judge.Arm;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

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
        return changed(draft -> draft.verified = Math.max(verified, place.stage() + 1));
    }

    /** Entering a stage: its first watch begins. */
    public Progress atStage(int next, Instant at) {
        return changed(draft -> draft.place = new Place(next, 0, at));
    }

    /** The next watch of the same stage begins. */
    public Progress atWatch(int next, Instant at) {
        return changed(draft -> draft.place = new Place(place.stage(), next, at));
    }

    public Progress looked(Counted now) {
        return changed(draft -> draft.counted = Optional.of(now));
    }

    public Progress withReference(Arm before) {
        return changed(draft -> draft.reference = Optional.of(before));
    }

    public Progress wantPause(boolean wanted) {
        return changed(draft -> draft.pauseWanted = wanted);
    }

    public Progress held(Held because) {
        return changed(draft -> {
            draft.pauseWanted = false;
            draft.heldBecause = Optional.of(because);
        });
    }

    public Progress released() {
        return changed(draft -> {
            draft.pauseWanted = false;
            draft.heldBecause = Optional.empty();
        });
    }

    /** A person has decided that the new release stays; its present stage begins anew. */
    public Progress accept(Instant at) {
        return released().changed(draft -> {
            draft.place = new Place(place.stage(), 0, at);
            draft.accepted = true;
        });
    }

    /** The versions that the new instances get. */
    public Progress withSecrets(Map<String, Long> versions) {
        return changed(draft -> draft.secrets = Map.copyOf(versions));
    }

    /** The versions that the old instances have. */
    public Progress withPreviousSecrets(Map<String, Long> versions) {
        return changed(draft -> draft.previousSecrets = Map.copyOf(versions));
    }

    /** What the new instances replace. */
    public Progress withRenewals(Renewals replaced) {
        return changed(draft -> draft.renewals = replaced);
    }

    /** What the old instances have replaced. */
    public Progress withPreviousRenewals(Renewals replaced) {
        return changed(draft -> draft.previousRenewals = replaced);
    }

    private Progress changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** What the next one will be, so that each change names only what it changes. */
    private static final class Draft {
        private Place place;
        private Optional<Counted> counted;
        private Optional<Arm> reference;
        private boolean pauseWanted;
        private Optional<Held> heldBecause;
        private Map<String, Long> secrets;
        private Map<String, Long> previousSecrets;
        private int verified;
        private boolean accepted;
        private Renewals renewals;
        private Renewals previousRenewals;

        private Draft(Progress from) {
            place = from.place;
            counted = from.counted;
            reference = from.reference;
            pauseWanted = from.pauseWanted;
            heldBecause = from.heldBecause;
            secrets = from.secrets;
            previousSecrets = from.previousSecrets;
            verified = from.verified;
            accepted = from.accepted;
            renewals = from.renewals;
            previousRenewals = from.previousRenewals;
        }

        private Progress done() {
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
                    previousRenewals);
        }
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
