package dev.slipway.server.results;

import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Uploads between their creation and their end: whose they are, and what they will be called. */
final class Pending {

    private final Map<Key, Upload> uploads = new ConcurrentHashMap<>();

    /** Notes an upload, and gives the one that it takes the place of. */
    Optional<BlobLink> put(JobGrant job, String name, Upload upload) {
        return Optional.ofNullable(uploads.put(new Key(job, name), upload)).map(Upload::link);
    }

    /** @throws Problem of kind NOT_FOUND, code {@code no-such-upload} */
    Upload get(JobGrant job, String name) {
        return Optional.ofNullable(uploads.get(new Key(job, name)))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-such-upload",
                        "this job has begun no upload named '" + name + "'",
                        "create it first"));
    }

    void remove(JobGrant job, String name) {
        uploads.remove(new Key(job, name));
    }

    void removeAll(JobGrant job) {
        uploads.keySet().removeIf(key -> key.job().equals(job));
    }

    /**
     * @param link where its bytes come in
     * @param keep for how long what comes of it is kept; absent for the usual time
     * @param type media type of its bytes
     */
    record Upload(BlobLink link, Optional<Duration> keep, String type) {}

    private record Key(JobGrant job, String name) {}
}
