package dev.slipway.server.results;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One address that can be read or written without any other credential, for a while.
 *
 * @param id names it in the path
 * @param signature random, proves that the one who asks was given the address
 * @param expires no later than this
 * @param job who it was made for; it ends with that job. Absent where its time alone ends it
 * @param target what is there
 */
record BlobLink(String id, String signature, Instant expires, Optional<JobGrant> job, Target target) {

    /** What is at the address. */
    sealed interface Target {

        /** Bytes come in. */
        record Incoming(StagedBlob blob) implements Target {}

        /**
         * Bytes go out.
         *
         * @param download what clients are told of them
         */
        record Outgoing(Path file, Download download) implements Target {}
    }
}
