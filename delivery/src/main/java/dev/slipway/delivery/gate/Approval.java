package dev.slipway.delivery.gate;

import dev.slipway.kernel.Digest;
import java.time.Instant;

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
 */
public record Approval(String rollout, Digest release, String user, Decision decision, String comment, Instant at) {

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
