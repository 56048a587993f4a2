package dev.slipway.store.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key for programs; the key itself is shown once and only its hash is kept.
 *
 * @param id names it in lists
 * @param account whose it is
 * @param name what its owner calls it
 * @param scopes what it may be used for
 * @param project the only project it opens, or null for all
 * @param createdAt when it was made
 * @param lastUsedAt when it last opened a door, to the minute, or null
 * @param expiresAt when it stops working, or null
 * @param idle how long it works without being used, or null for ever; only tokens of logins have one
 */
public record Token(
        String id,
        String account,
        String name,
        Set<Scope> scopes,
        @Nullable String project,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @Nullable Duration idle) {

    public Token {
        scopes = Set.copyOf(scopes);
    }

    public boolean expired(Instant now) {
        Instant end = endsAt();
        return end != null && !now.isBefore(end);
    }

    /** When it stops working unless it is used before, or null for never. */
    public @Nullable Instant endsAt() {
        if (idle == null) {
            return expiresAt;
        }
        Instant unused = (lastUsedAt == null ? createdAt : lastUsedAt).plus(idle);
        return expiresAt == null || unused.isBefore(expiresAt) ? unused : expiresAt;
    }
}
