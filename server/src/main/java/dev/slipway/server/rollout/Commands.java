package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.delivery.rollout.RolloutTransitions;
import dev.slipway.store.rollout.Rollouts.Moment;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that people can tell rollouts: requests to an environment, reviews, and the steering of one under way. */
public final class Commands {

    private static final Set<RolloutState> PAUSABLE = EnumSet.of(
            RolloutState.PREPARED,
            RolloutState.STARTED,
            RolloutState.VERIFIED,
            RolloutState.SHIFTING,
            RolloutState.OBSERVING);

    private static final Set<RolloutState> PROMOTABLE =
            EnumSet.of(RolloutState.HELD, RolloutState.OBSERVING, RolloutState.BAKING, RolloutState.NEEDS_HUMAN);

    private final Requests requests;
    private final Restarts restarts;
    private final Reviews reviews;
    private final Steering steering;

    public Commands(
            Books books, Plans plans, Clerk clerk, Gatehouse gatehouse, Trail trail, Vault vault, InstantSource clock) {
        Moves moves = new Moves(books, plans, clerk);
        this.steering = new Steering(books, clerk, clock, moves);
        this.reviews = new Reviews(books, plans, clerk, gatehouse, trail, clock, moves);
        this.restarts = new Restarts(books, plans, clerk, clock);
        this.requests = new Requests(books, plans, clerk, steering, reviews, new ServedSecrets(books, vault));
    }

    /** Who says something about a rollout, and why. */
    public record Word(String who, String comment) {
        String reason(String act) {
            return comment.isBlank() ? act + " by " + who : act + " by " + who + ": " + comment;
        }
    }

    /** Asks for a release in an environment; without one named, for the project's newest. */
    public Rollout deploy(String project, String environment, Optional<String> release, Word word) {
        return requests.deploy(project, environment, release, word);
    }

    /** Asks for a release in an emergency, through every gate; the word has to say why. */
    public Rollout deployThroughGlass(String project, String environment, Optional<String> release, Word word) {
        return requests.deployThroughGlass(project, environment, release, word);
    }

    /** Brings back the release that served before. */
    public Rollout rollback(String project, String environment, Word word) {
        return requests.rollback(project, environment, word);
    }

    /** The release that a rollback would bring back; absent where nothing was deployed before what serves. */
    public Optional<String> before(String project, String environment) {
        return requests.before(project, environment);
    }

    /**
     * Replaces instances of what serves by others of the same release, one after the other.
     *
     * @param service only its instances
     * @param instance only this one, by its name
     */
    public Rollout restart(
            String project, String environment, Optional<String> service, Optional<String> instance, Word word) {
        return restarts.restart(project, environment, service, instance, word);
    }

    /** One reviewer's yes, bound to the release as it is. */
    public Rollout approve(String id, Word word) {
        return reviews.approve(id, word);
    }

    /** Confirms a point of the checklist, which the comment names by its number or its text. */
    public Rollout confirm(String id, Word word) {
        return reviews.confirm(id, word);
    }

    /** Opens every gate in an emergency. */
    public Rollout breakGlass(String id, Word word) {
        return reviews.breakGlass(id, word);
    }

    /** One reviewer's no: the rollout is called off. */
    public Rollout reject(String id, Word word) {
        return reviews.reject(id, word);
    }

    /** Ends a wait: a hold, a stage, or the bake; and goes forward where a machine may not. */
    public Rollout promote(String id, Word word) {
        return steering.promote(id, word);
    }

    /** Calls it off: before anything was started by ending it, later by going back. */
    public Rollout abort(String id, Word word) {
        return steering.abort(id, word);
    }

    /** Lets it wait at the next stage, or where it is when it is being observed. */
    public Rollout pause(String id, Word word) {
        return steering.pause(id, word);
    }

    /** Goes on after a pause, or tries a rollback again that needed a human. */
    public Rollout resume(String id, Word word) {
        return steering.resume(id, word);
    }

    /** Whether it can be let wait. */
    static boolean isPausable(Rollout rollout) {
        return PAUSABLE.contains(rollout.state());
    }

    /** Whether a contract migration was begun: the old release may not work on what that has left. */
    static boolean isContracting(List<Moment> timeline) {
        return timeline.stream().anyMatch(moment -> moment.to() == RolloutState.FINISHING);
    }

    /** What can be told to a rollout in its present state, to which its timeline has led. */
    static List<String> possible(Rollout rollout, List<Moment> timeline) {
        List<String> words = new ArrayList<>();
        RolloutState state = rollout.state();
        if (state.isWaiting()) {
            words.addAll(List.of("approve", "reject"));
        }
        if (PROMOTABLE.contains(state)) {
            words.add("promote");
        }
        if (state == RolloutState.HELD || (state == RolloutState.NEEDS_HUMAN && !isContracting(timeline))) {
            words.add("resume");
        }
        if (isPausable(rollout)) {
            words.add("pause");
        }
        if (RolloutTransitions.TABLE.allows(state, RolloutEvent.ABORT) || state == RolloutState.NEEDS_HUMAN) {
            words.add("abort");
        }
        return List.copyOf(words);
    }
}
