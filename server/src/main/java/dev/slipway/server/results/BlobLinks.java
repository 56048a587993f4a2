package dev.slipway.server.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The signed addresses of blobs. An address is a capability: it names an entry of this table and carries that entry's
 * random signature, so it cannot be guessed or altered, it expires, and the end of its job takes it back.
 */
final class BlobLinks {

    /** Where blobs are served. Azure's client wants an account and a container before the name. */
    static final String PATH = "/results/blobs/";

    /** As long as GitHub's addresses for uploads live. */
    static final Duration LIFE = Duration.ofHours(1);

    /** As long as those that GitHub's REST API redirects to. */
    static final Duration BRIEF = Duration.ofMinutes(1);

    private static final int SIGNATURE_BYTES = 32;

    private final Map<String, BlobLink> links = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Path staging;
    private final InstantSource clock;

    /** @param staging holds what is being uploaded */
    BlobLinks(Path staging, InstantSource clock) {
        this.staging = staging;
        this.clock = clock;
    }

    /** An address to upload to. */
    BlobLink incoming(JobGrant job, long mostBytes) throws IOException {
        String id = UUID.randomUUID().toString();
        return keep(
                id,
                LIFE,
                Optional.of(job),
                new BlobLink.Target.Incoming(StagedBlob.in(staging.resolve(id), mostBytes)));
    }

    /** An address to download from. */
    BlobLink outgoing(JobGrant job, Path file, Download download) {
        return keep(UUID.randomUUID().toString(), LIFE, Optional.of(job), new BlobLink.Target.Outgoing(file, download));
    }

    /** An address to download from at once, which no job's end takes back. */
    BlobLink brief(Path file, Download download) {
        links.values().removeIf(link -> link.job().isEmpty() && !clock.instant().isBefore(link.expires()));
        return keep(
                UUID.randomUUID().toString(), BRIEF, Optional.empty(), new BlobLink.Target.Outgoing(file, download));
    }

    private BlobLink keep(String id, Duration life, Optional<JobGrant> job, BlobLink.Target target) {
        byte[] signature = new byte[SIGNATURE_BYTES];
        random.nextBytes(signature);
        BlobLink link = new BlobLink(
                id, HexFormat.of().formatHex(signature), clock.instant().plus(life), job, target);
        links.put(id, link);
        return link;
    }

    /** What is at the address; empty when it was never given out, has expired, or its job has ended. */
    Optional<BlobLink.Target> target(String id, String signature) {
        return Optional.ofNullable(links.get(id))
                .filter(link -> clock.instant().isBefore(link.expires()))
                .filter(link -> MessageDigest.isEqual(
                        link.signature().getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8)))
                .map(BlobLink::target);
    }

    /** The address ends. */
    void remove(BlobLink link) {
        links.remove(link.id());
    }

    /** All addresses of the job end, and what it had not finished uploading goes. */
    void removeAll(JobGrant job) throws IOException {
        for (BlobLink link : links.values()) {
            if (link.job().filter(job::equals).isPresent()) {
                remove(link);
                if (link.target() instanceof BlobLink.Target.Incoming(StagedBlob blob)) {
                    blob.discard();
                }
            }
        }
    }
}
