package dev.slipway.store.account;

import java.time.Instant;

/**
 * A browser that is logged in.
 *
 * @param hash of the random id in its cookie
 * @param account who
 * @param createdAt when it logged in
 * @param expiresAt when it must log in again
 */
public record BrowserSession(String hash, String account, Instant createdAt, Instant expiresAt) {

    /** Without what opens a door. */
    @Override
    public String toString() {
        return "session of " + account + " until " + expiresAt;
    }
}
