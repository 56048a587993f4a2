package dev.slipway.delivery.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How traffic moves from the old release to the new one. */
public sealed interface Strategy {

    /** The word in {@code slipway.yml} and on screen. */
    String word();

    /** A growing share of real traffic, judged against the old release at each step. */
    record Canary(List<Step> steps) implements Strategy {
        @Override
        public String word() {
            return "canary";
        }
    }

    /**
     * The new release starts beside the old one, is smoke-tested unrouted, and gets all traffic at once.
     *
     * @param autoPromotion false waits for a person before the switch
     * @param keepWarm how long the old release's instances are kept after the rollout, to switch back at once
     */
    record BlueGreen(boolean autoPromotion, Duration keepWarm) implements Strategy {
        @Override
        public String word() {
            return "blue-green";
        }
    }

    /**
     * Instance by instance.
     *
     * @param maxSurge instances above the wanted number at any time
     * @param maxUnavailable instances below the wanted number at any time
     * @param steps what is waited for after each exchange; holds no {@link SetWeight}
     */
    record Rolling(int maxSurge, int maxUnavailable, List<Step> steps) implements Strategy {
        @Override
        public String word() {
            return "rolling";
        }
    }

    /** The old release stops before the new one starts. */
    record Recreate() implements Strategy {
        @Override
        public String word() {
            return "recreate";
        }
    }

    /** One step of a canary. */
    sealed interface Step {}

    /** @param percent of requests that go to the new release, 0..100 */
    record SetWeight(int percent) implements Step {}

    /** Waits; without a duration until somebody promotes. */
    record Pause(Optional<Duration> duration) implements Step {}

    /**
     * Watches the canary at the current weight until the judge passes it.
     *
     * @param interval between two looks
     * @param minimum time to watch even when the judge is already content
     * @param maximum time after which an INCONCLUSIVE verdict holds the rollout for a person
     */
    record Analysis(Duration interval, Duration minimum, Duration maximum) implements Step {}
}
