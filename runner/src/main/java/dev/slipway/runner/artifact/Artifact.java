package dev.slipway.runner.artifact;

import dev.slipway.kernel.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * An archive that a job has kept: immutable, named by its digest.
 *
 * @param name unique within its run
 * @param digest of the zip archive
 * @param sizeBytes of the zip archive
 * @param createdAt when it was stored
 * @param expiresAt when it may go; absent where it was kept before artifacts had an end
 */
public record Artifact(String name, Digest digest, long sizeBytes, Instant createdAt, Optional<Instant> expiresAt) {

    private static final int ID_DIGITS = 13;

    /**
     * A number for clients that know artifacts by one: the first 52 bits of a digest over name and content, which every
     * language holds exactly, and which need no counter.
     */
    public long id() {
        return Long.parseLong(Digest.of(name + '\n' + digest.hex()).hex().substring(0, ID_DIGITS), 16);
    }
}
