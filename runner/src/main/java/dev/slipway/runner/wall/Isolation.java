package dev.slipway.runner.wall;

import dev.slipway.kernel.Problem;
import java.util.Arrays;
import java.util.Locale;

/** How much a server insists on walls around the jobs that it runs. */
public enum Isolation {
    /** No job runs without them, and the server does not start where they cannot be had. */
    REQUIRED,
    /** Jobs have them where this machine allows; elsewhere only trusted ones run. */
    AVAILABLE,
    /** Trusted jobs run as the server's account; others do not run. */
    NONE;

    /** How it is written in settings. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws Problem of kind INVALID, code {@code bad-option} */
    public static Isolation of(String word) {
        return Arrays.stream(values())
                .filter(value -> value.word().equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "bad-option",
                        "'" + word + "' is no isolation of jobs",
                        "write required, available or none"));
    }
}
