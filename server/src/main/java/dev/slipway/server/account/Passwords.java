package dev.slipway.server.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.slipway.kernel.Problem;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Passwords as Argon2id hashes (RFC 9106) with the parameters of OWASP's Password Storage Cheat Sheet: 19 MiB, two
 * passes, one lane. A few are computed at a time, so that many logins at once cannot take the memory of the server.
 */
final class Passwords {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int SHORTEST = 10;
    private static final int LONGEST = 1000;
    private static final Argon2Function ARGON2 =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
    private static final Semaphore AT_ONCE = new Semaphore(4);

    /** Checked when there is no such account, so that the answer takes as long as when there is. */
    private static final String NOBODY = compute(Keys.fresh(""));

    private Passwords() {}

    /**
     * @throws Problem of kind INVALID, code {@code weak-password}
     */
    static String hash(String password) {
        if (password.codePointCount(0, password.length()) < SHORTEST || password.length() > LONGEST) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "weak-password",
                    "a password needs at least " + SHORTEST + " characters, and at most " + LONGEST,
                    "take a few words, or let a password manager make one");
        }
        return compute(password);
    }

    /** False as well when there is no hash, after the same work. */
    static boolean matches(String password, @Nullable String hash) {
        String tried = password.isEmpty() || password.length() > LONGEST ? "-" : password;
        String against = hash == null ? NOBODY : hash;
        AT_ONCE.acquireUninterruptibly();
        try {
            boolean same = Password.check(tried, against).with(Argon2Function.getInstanceFromHash(against));
            return same && hash != null && tried.equals(password);
        } finally {
            AT_ONCE.release();
        }
    }

    private static String compute(String password) {
        AT_ONCE.acquireUninterruptibly();
        try {
            return Password.hash(password)
                    .addRandomSalt(SALT_BYTES)
                    .with(ARGON2)
                    .getResult();
        } finally {
            AT_ONCE.release();
        }
    }
}
