package dev.slipway.server.alert;

import dev.slipway.kernel.Problem;
import java.util.Map;

/** That a release shall go because an alert says so: kept in the outbox, so that a crash does not lose it. */
public record RollbackOrder(String project, String environment, String release, String alert) {

    /** The receiver's name in the outbox. */
    static final String RECEIVER = "slipway";

    /** The integration's name in the outbox. */
    static final String INTEGRATION = "rollback";

    /** @param labels of the alert */
    static RollbackOrder of(Map<String, String> labels) {
        return new RollbackOrder(
                labels.getOrDefault("project", ""),
                labels.getOrDefault("environment", ""),
                labels.getOrDefault("release", ""),
                labels.getOrDefault("alertname", ""));
    }

    /** @throws Problem INVALID, code {@code no-release-to-roll-back}, when the alert's labels name none */
    void requireWhole() {
        if (project.isEmpty() || environment.isEmpty() || release.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-release-to-roll-back",
                    "alert " + alert + " has no labels project, environment and release",
                    "keep them in the expression: sum by (environment, release) (...)");
        }
    }

    /** Carries orders out. */
    @FunctionalInterface
    public interface Executor {

        /**
         * Rolls back, unless the release neither serves nor is on its way any more.
         *
         * @return what was done, in words
         * @throws Problem when it cannot be done
         */
        String execute(RollbackOrder order);
    }
}
