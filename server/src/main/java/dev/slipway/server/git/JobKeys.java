package dev.slipway.server.git;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys that running jobs reach repositories and artifacts with, as {@code github.token}. A key is made when its
 * job starts and is gone when it ends; none is ever written, so a restart of the server revokes all.
 */
public final class JobKeys {

    /** Who pushes with such a key. As on GitHub, these pushes start no workflows, or a workflow could call itself for ever. */
    public static final String PUSHER = "slipway[bot]";

    private static final int SECRET_BYTES = 30;
    private static final String PREFIX = "sljob_";

    private final Map<String, Right> rights = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** One thing that a key is good for. */
    public enum Power {
        /** To fetch the code. */
        FETCH("contents"),
        /** To push to the project of the job. */
        PUSH("contents"),
        /** To download what runs have made. */
        ARTIFACTS("actions"),
        /** To do what it may read also in other projects, where these allow it. */
        NEIGHBOURS("contents");

        private final String scope;

        Power(String scope) {
            this.scope = scope;
        }

        /** What {@code permissions} of a job call it. */
        public String scope() {
            return scope;
        }
    }

    /**
     * What a key opens.
     *
     * @param project of the job
     */
    public record Right(String project, Set<Power> powers) {

        public Right {
            powers = Set.copyOf(powers);
        }

        public boolean has(Power power) {
            return powers.contains(power);
        }
    }

    /** Makes a key; it counts until it is closed. */
    public Key issue(Right right) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        rights.put(token, right);
        return new Key(token);
    }

    /** What the key opens; absent for one that is made up, or whose job has ended. */
    public Optional<Right> right(String token) {
        return token.startsWith(PREFIX) ? Optional.ofNullable(rights.get(token)) : Optional.empty();
    }

    /** A key of a running job. */
    public final class Key implements AutoCloseable {

        private final String token;

        private Key(String token) {
            this.token = token;
        }

        /** What is shown as the password; the user's name does not matter. */
        public String token() {
            return token;
        }

        @Override
        public void close() {
            rights.remove(token);
        }
    }
}
