package dev.slipway.store.run;

import dev.slipway.kernel.Digest;
import java.time.Instant;

/**
 * An artifact that a run made.
 *
 * @param digest of its archive
 * @param sizeBytes of its archive
 */
public record RunArtifact(String run, String name, Digest digest, long sizeBytes, Instant createdAt) {}
