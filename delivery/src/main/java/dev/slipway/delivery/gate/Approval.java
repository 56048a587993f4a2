package dev.slipway.delivery.gate;

import dev.slipway.kernel.Digest;
import java.time.Instant;
import java.util.Set;

/**
 * What one person decided about one release in one environment. It is bound to the release's digest: it says nothing
 * about any other.
 *
 * @param rollout which rollout was asked about
 * @param release digest of what was approved
 * @param user who decided
 * @param decision what
 * @param comment why, in the person's words
 * @param at when
 * @param teams those that the person was a member of then: who joins or leaves one later changes nothing about it
 */
public record Approval(
        String rollout, Digest release, String user, Decision decision, String comment, Instant at, Set<String> teams) {

    /** Of somebody who was in no team. */
    public Approval(String rollout, Digest release, String user, Decision decision, String comment, Instant at) {
        this(rollout, release, user, decision, comment, at, Set.of());
    }

    /** Who decided, as they were at that moment. */
    public Reviewer reviewer() {
        return new Reviewer(user, teams);
    }

    /** What can be decided. */
    public enum Decision {
        APPROVED,
        REJECTED,
        /** One point of the checklist is confirmed; the comment is the point's text. */
        CONFIRMED,
        /** Every gate is opened in an emergency; audited under this name. */
        BREAK_GLASS
    }
}
