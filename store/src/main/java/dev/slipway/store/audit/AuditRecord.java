package dev.slipway.store.audit;

import dev.slipway.kernel.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * An entry in its place in the chain.
 *
 * @param seq counts from 1 without gaps
 * @param entry what is remembered
 * @param previous the hash of the row before, 64 zeros for the first
 * @param hash over the previous hash and every field
 */
public record AuditRecord(long seq, AuditEntry entry, String previous, String hash) {

    static AuditRecord following(long lastSeq, String lastHash, AuditEntry entry) {
        long seq = lastSeq + 1;
        return new AuditRecord(seq, entry, lastHash, hash(seq, entry, lastHash));
    }

    boolean follows(long lastSeq, String lastHash) {
        return seq == lastSeq + 1 && previous.equals(lastHash) && hash.equals(hash(seq, entry, previous));
    }

    /** Every field goes in with its length, so that no two rows give the same bytes. */
    private static String hash(long seq, AuditEntry entry, String previous) {
        MessageDigest digest = Digest.sha256();
        add(digest, previous);
        add(digest, Long.toString(seq));
        add(digest, Long.toString(entry.at().toEpochMilli()));
        add(digest, entry.who());
        add(digest, entry.what());
        add(digest, entry.subject());
        add(digest, entry.project());
        add(digest, entry.text());
        return Digest.of(digest).hex();
    }

    private static void add(MessageDigest digest, @Nullable String field) {
        byte[] bytes = field == null ? new byte[0] : field.getBytes(StandardCharsets.UTF_8);
        int length = field == null ? -1 : bytes.length;
        digest.update((length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }
}
