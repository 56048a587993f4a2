package dev.slipway.store.rollout;

import dev.slipway.delivery.preview.PreviewState;
import java.time.Instant;

/**
 * A preview as it is kept.
 *
 * @param name of its environment
 * @param ref full name of the branch that it shows
 * @param commit that it shows, or showed last
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

    /** The branch or whatever else it shows, in short. */
    public String shows() {
        return ref.replaceFirst("^refs/(heads/)?", "");
    }
}
