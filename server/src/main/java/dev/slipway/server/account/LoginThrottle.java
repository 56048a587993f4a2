package dev.slipway.server.account;

import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down those who guess passwords: after five wrong ones for a name, each further failure doubles the time in which
 * no attempt for that name is looked at, up to fifteen minutes. The name need not exist, so the answer does not tell.
 * Tokens and open sessions keep working meanwhile, so that nobody can be locked out of what already runs.
 */
final class LoginThrottle {

    private static final int FREE = 5;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int NAMES = 10_000;

    private final InstantSource clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > NAMES;
        }
    };

    LoginThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Counts an attempt as failed until {@link #succeeded} says otherwise, so that many at once are slowed as well.
     *
     * @throws Problem of kind DENIED, code {@code too-many-logins}, while the name is held
     */
    synchronized void attempt(String name) {
        Instant now = clock.instant();
        Failures past = failures.getOrDefault(name, Failures.NONE);
        if (past.heldUntil().isAfter(now)) {
            long seconds = Duration.between(now, past.heldUntil()).toSeconds() + 1;
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "too-many-logins",
                    "there were too many wrong passwords for '" + name + "'",
                    "try again in " + seconds + " seconds; tokens and open sessions keep working");
        }
        int count = past.count() + 1;
        failures.put(name, new Failures(count, now.plus(hold(count))));
    }

    synchronized void succeeded(String name) {
        failures.remove(name);
    }

    private static Duration hold(int count) {
        if (count < FREE) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST.multipliedBy(1L << Math.min(count - FREE, 20));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    private record Failures(int count, Instant heldUntil) {
        private static final Failures NONE = new Failures(0, Instant.EPOCH);
    }
}
