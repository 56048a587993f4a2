package dev.slipway.platforms.process;

import dev.slipway.kernel.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where artifacts come from. */
@FunctionalInterface
public interface ArtifactSource {

    /**
     * The archive on this machine's disk, a zip or a gzipped tar; the platform only reads it and compares its bytes with
     * the digest.
     *
     * @return absent when no such artifact is kept
     */
    Optional<Path> find(Digest digest) throws IOException;
}
