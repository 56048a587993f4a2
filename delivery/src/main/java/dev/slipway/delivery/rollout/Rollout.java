package dev.slipway.delivery.rollout;

import dev.slipway.delivery.port.Traffic;
import java.time.Instant;
import java.util.Optional;

/**
 * Bringing one release into one environment, as it is stored.
 *
 * @param id names it for ever
 * @param project project's name
 * @param environment environment's name
 * @param release id of the release that is brought
 * @param previous id of the release that served when it was admitted, and to which a rollback returns
 * @param kind why it exists
 * @param strategy the strategy's word, for lists
 * @param state where it is
 * @param stateSince when it entered the state
 * @param progress what it remembers between steps
 * @param reason why it is where it is, in words
 * @param requestedBy account that asked for it, or {@code slipway} for those that follow from others
 * @param requestedAt when
 * @param finishedAt when it reached a terminal state
 * @param dueAt when somebody must look at it again at the latest; absent in a terminal state
 * @param version counts its transitions: each is written only if nobody else has written since
 */
public record Rollout(
        String id,
        String project,
        String environment,
        String release,
        Optional<String> previous,
        Kind kind,
        String strategy,
        RolloutState state,
        Instant stateSince,
        Progress progress,
        String reason,
        String requestedBy,
        Instant requestedAt,
        Optional<Instant> finishedAt,
        Optional<Instant> dueAt,
        long version) {

    /** Why a rollout exists. */
    public enum Kind {
        /** To bring a release forward. */
        DEPLOY,
        /** To bring an earlier release back at once: it passes no gates and no stages. */
        ROLLBACK,
        /** To replace instances of what serves by others of the same: no change, so no gates, no migration, no judge. */
        RESTART
    }

    /** Whether it brings nothing new: both sides are the same release. */
    public boolean isRestart() {
        return kind == Kind.RESTART;
    }

    /** The key of a service's route in this environment. */
    public String routeKey(String service) {
        return Traffic.key(project, environment, service);
    }

    /** After an event, with what is remembered and said from now on. */
    public Rollout after(RolloutEvent event, Progress next, String why, Instant at) {
        RolloutState to = RolloutTransitions.TABLE.next(state, event);
        boolean over = to.isTerminal();
        return new Rollout(
                id,
                project,
                environment,
                release,
                previous,
                kind,
                strategy,
                to,
                at,
                next,
                why,
                requestedBy,
                requestedAt,
                over ? Optional.of(at) : Optional.empty(),
                over ? Optional.empty() : Optional.of(at),
                version + 1);
    }

    /** In the same state, with something more remembered, to be looked at again later. */
    public Rollout staying(Progress next, String why, Instant due) {
        return new Rollout(
                id,
                project,
                environment,
                release,
                previous,
                kind,
                strategy,
                state,
                stateSince,
                next,
                why,
                requestedBy,
                requestedAt,
                finishedAt,
                Optional.of(due),
                version + 1);
    }

    /** Admitted: what it replaces and how is now known. */
    public Rollout replacing(Optional<String> serving, String strategyWord) {
        return new Rollout(
                id,
                project,
                environment,
                release,
                serving,
                kind,
                strategyWord,
                state,
                stateSince,
                progress,
                reason,
                requestedBy,
                requestedAt,
                finishedAt,
                dueAt,
                version);
    }
}
