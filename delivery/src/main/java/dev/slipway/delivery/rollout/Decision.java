package dev.slipway.delivery.rollout;

import java.time.Instant;

/** What a rollout does next. */
public sealed interface Decision {

    /** What is remembered from now on. */
    Progress progress();

    /** Why, in words that stand on screen. */
    String reason();

    /** It stays where it is, and is looked at again at the given time at the latest. */
    record Stay(Progress progress, String reason, Instant dueAt) implements Decision {}

    /** It moves on. */
    record Move(RolloutEvent event, Progress progress, String reason) implements Decision {}
}
