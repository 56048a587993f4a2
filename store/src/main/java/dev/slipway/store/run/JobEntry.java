package dev.slipway.store.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A leg of a job that enters an environment, or wants to.
 *
 * @param environment name, as the project's configuration spells it
 * @param requestedAt since when it wants to, which is what a wait timer counts from
 * @param openedAt when its gates let it in
 * @param url where to look at what it brought there
 */
public record JobEntry(
        String job,
        String run,
        String environment,
        Instant requestedAt,
        @Nullable Instant openedAt,
        @Nullable String url) {}
