package dev.slipway.server.results;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.cache.CacheStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code github.actions.results.api.v1.CacheService} (the second version of the cache protocol). A job writes caches of
 * its own ref and reads also those of the refs that its ref grew from; which ones these are is part of its grant.
 */
final class CacheCalls {

    /** GitHub's own limit for all caches of a repository. */
    private static final long MOST_BYTES = 10L << 30;

    private static final Download ARCHIVE = new Download("application/octet-stream", "cache");

    private static final Map<String, Object> NOTHING = Map.of("ok", false);

    private final CacheStore caches;
    private final BlobLinks links;
    private final Pending pending = new Pending();

    CacheCalls(CacheStore caches, BlobLinks links) {
        this.caches = caches;
        this.links = links;
    }

    Object create(TwirpCall call) throws IOException {
        String key = call.text("key");
        String version = call.text("version");
        JobGrant job = call.job();
        if (!job.cache().mode().writes()) {
            return Map.of("ok", false, "message", "cache write denied: token has no writable scopes");
        }
        if (caches.exists(job.cache(), version, key)) {
            return NOTHING;
        }
        BlobLink link = links.incoming(job, MOST_BYTES);
        pending.put(job, name(version, key), new Pending.Upload(link, Optional.empty(), ARCHIVE.type()))
                .ifPresent(links::remove);
        return Map.of("ok", true, "signed_upload_url", call.url(link));
    }

    Object finish(TwirpCall call) throws IOException {
        String key = call.text("key");
        String version = call.text("version");
        JobGrant job = call.job();
        BlobLink link = pending.get(job, name(version, key)).link();
        if (!(link.target() instanceof BlobLink.Target.Incoming(StagedBlob blob))) {
            throw new IllegalStateException("an upload that is no upload: " + link.id());
        }
        Path file = blob.finish(call.number("size_bytes"), Optional.empty());
        boolean taken = caches.save(job.cache(), version, key, file);
        pending.remove(job, name(version, key));
        links.remove(link);
        blob.discard();
        return taken ? Map.of("ok", true, "entry_id", Long.toString(id(job, version, key))) : NOTHING;
    }

    Object find(TwirpCall call) throws IOException {
        if (!call.job().cache().mode().reads()) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "cache-read-denied",
                    "cache read denied: token has no readable scopes",
                    "give the job 'cache-mode: read' or 'write'");
        }
        List<String> restoreKeys = call.texts("restore_keys");
        Optional<CacheStore.CacheHit> hit =
                caches.find(call.job().cache(), call.text("version"), call.text("key"), restoreKeys);
        return hit.<Object>map(found -> Map.of(
                        "ok",
                        true,
                        "signed_download_url",
                        call.url(links.outgoing(call.job(), found.archive(), ARCHIVE)),
                        "matched_key",
                        found.key()))
                .orElse(NOTHING);
    }

    /** What the job had begun to upload is forgotten. */
    void end(JobGrant job) {
        pending.removeAll(job);
    }

    private static String name(String version, String key) {
        return version + '\n' + key;
    }

    /** A number for clients that print one; nothing is looked up by it. */
    private static long id(JobGrant job, String version, String key) {
        String text = job.cache().project() + '\n' + job.cache().ref() + '\n' + version + '\n' + key;
        return Long.parseLong(Digest.of(text).hex().substring(0, 13), 16);
    }
}
