package dev.slipway.delivery.release;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Commit + artifact digests + configuration digest: immutable, what gets approved and deployed. Its digest names it:
 * an approval holds for exactly this and nothing else.
 *
 * @param id such as {@code safeguard-7}: the project and a number that counts its releases
 * @param project whose release it is
 * @param commit full hexadecimal id
 * @param ref the pushed ref, such as {@code refs/heads/main}
 * @param author who wrote the commit's change, as a Slipway user name or else as the commit names them
 * @param pushedBy the Slipway user who pushed it
 * @param title the first line of the commit message
 * @param artifacts digest of the content by artifact name
 * @param config digest of {@code slipway.yml} as committed
 * @param digest over commit, artifacts and config
 * @param createdAt when it was made
 */
public record Release(
        String id,
        String project,
        String commit,
        String ref,
        String author,
        String pushedBy,
        String title,
        SortedMap<String, Digest> artifacts,
        Digest config,
        Digest digest,
        Instant createdAt) {

    /**
     * The digest that the same parts have as a preview's release: another one, so that a preview is never taken for the
     * release that was approved, nor a release for the preview of its branch.
     */
    public static Digest previewDigestOf(String commit, SortedMap<String, Digest> artifacts, Digest config) {
        return Digest.of("preview " + digestOf(commit, artifacts, config).hex());
    }

    /** The digest that a release of these parts has. */
    public static Digest digestOf(String commit, SortedMap<String, Digest> artifacts, Digest config) {
        SortedMap<String, String> parts = new TreeMap<>();
        artifacts.forEach((name, digest) -> parts.put(name, digest.hex()));
        return Digest.of(Json.writeCanonical(Map.of("commit", commit, "artifacts", parts, "config", config.hex())));
    }
}
