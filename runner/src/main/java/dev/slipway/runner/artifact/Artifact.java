package dev.slipway.runner.artifact;

import dev.slipway.kernel.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * What a job has kept: an archive of files, or one file as it is. Immutable, named by its digest.
 *
 * @param name unique within its run; that of the file where one was kept as it is
 * @param digest of the bytes
 * @param sizeBytes how many there are
 * @param type media type of the bytes, {@link #ZIP} of an archive
 * @param createdAt when it was stored
 * @param expiresAt when it may go; absent where it was kept before artifacts had an end
 */
public record Artifact(
        String name, Digest digest, long sizeBytes, String type, Instant createdAt, Optional<Instant> expiresAt) {

    public static final String ZIP = "application/zip";

    /** Of a file of which nothing more is known. */
    public static final String FILE = "application/octet-stream";

    private static final String ZIP_ENDING = ".zip";

    private static final int ID_DIGITS = 13;

    /** Whether the bytes are an archive of files, not one file as it is. */
    public boolean isArchive() {
        return type.equals(ZIP);
    }

    /** What the bytes are called where they become a file. */
    public String fileName() {
        return isArchive() && !name.endsWith(ZIP_ENDING) ? name + ZIP_ENDING : name;
    }

    /**
     * A number for clients that know artifacts by one: the first 52 bits of a digest over name and content, which every
     * language holds exactly, and which need no counter.
     */
    public long id() {
        return id(name, digest);
    }

    /** The same, of one of which only this is at hand. */
    public static long id(String name, Digest digest) {
        return Long.parseLong(Digest.of(name + '\n' + digest.hex()).hex().substring(0, ID_DIGITS), 16);
    }
}
