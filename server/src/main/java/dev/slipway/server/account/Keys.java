package dev.slipway.server.account;

import dev.slipway.kernel.Digest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Random keys and the form they are kept in. 256 random bits need no slow hash: nobody can try them all, so plain
 * SHA-256 keeps a stolen database from opening a door. They are looked up by their hash, so that the time of a
 * comparison tells nothing about the key.
 */
final class Keys {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Keys() {}

    static String fresh(String prefix) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String hash(String key) {
        return Digest.of(key).hex();
    }
}
