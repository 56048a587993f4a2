package dev.slipway.runner.artifact;

import dev.slipway.kernel.Digest;
import java.time.Instant;

/**
 * An archive that a job has kept: immutable, named by its digest.
 *
 * @param name unique within its run
 * @param digest of the zip archive
 * @param sizeBytes of the zip archive
 * @param createdAt when it was stored
 */
public record Artifact(String name, Digest digest, long sizeBytes, Instant createdAt) {}
