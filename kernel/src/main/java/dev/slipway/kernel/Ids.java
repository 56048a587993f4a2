package dev.slipway.kernel;

import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Makes ids that sort by the time they were made: ten characters of milliseconds and ten of randomness in Crockford's
 * base 32, lower case, after the layout of ULID with a shorter random part.
 */
public final class Ids {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int TIME_CHARACTERS = 10;
    private static final int RANDOM_CHARACTERS = 10;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param prefix says what it names, such as {@code run}
     * @return for example {@code run-01jc3k9q5x7v2m8d4h6a}
     */
    public String next(String prefix) {
        StringBuilder id = new StringBuilder(prefix).append('-');
        long millis = clock.millis();
        for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
            id.append(ALPHABET[(int) (millis >>> (5 * i)) & 31]);
        }
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            id.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return id.toString();
    }
}
