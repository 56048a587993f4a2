package dev.slipway.store.run;

import dev.slipway.kernel.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An artifact that a run made.
 *
 * @param digest of its archive
 * @param sizeBytes of its archive
 * @param expiresAt when it may go; absent for one from before artifacts had an end, until it is given one
 * @param expiredAt when it went, unless a release keeps it
 */
public record RunArtifact(
        String run,
        String name,
        Digest digest,
        long sizeBytes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant expiredAt) {

    public boolean isExpired() {
        return expiredAt != null;
    }
}
