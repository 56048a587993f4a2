package dev.slipway.store.rollout;

import dev.slipway.delivery.preview.PreviewState;
import java.time.Instant;

/**
 * A preview as it is kept.
 *
 * @param name of its environment
 * @param ref full name of the branch or pull request that it shows
 * @param commit that it shows, or showed last; empty when that may come back
 * @param reason why it is in its state, for people
 * @param createdAt when it came first
 * @param touchedAt when its newest commit came
 * @param endsAt when it goes unless another commit comes
 */
public record Preview(
        String project,
        String name,
        String ref,
        String commit,
        PreviewState state,
        String reason,
        Instant createdAt,
        Instant touchedAt,
        Instant endsAt) {

    /** The same without the commit that it showed, which then is as new as any. */
    public Preview forgetting() {
        return new Preview(project, name, ref, "", state, reason, createdAt, touchedAt, endsAt);
    }

    /** The branch or pull request that it shows, for people. */
    public String shows() {
        return ref.replaceFirst("^refs/pull/([0-9]+)/.*$", "pull request $1").replaceFirst("^refs/(heads/)?", "");
    }
}
