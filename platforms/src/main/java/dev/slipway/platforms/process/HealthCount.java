package dev.slipway.platforms.process;

import dev.slipway.delivery.config.ServiceConfig.HealthCheck;

/** Counts answers in a row, so that one lucky or unlucky answer decides nothing. */
final class HealthCount {

    private final HealthCheck check;
    private int good;
    private int bad;

    HealthCount(HealthCheck check) {
        this.check = check;
    }

    void add(HealthAnswer answer) {
        good = answer.good() ? good + 1 : 0;
        bad = answer.good() ? 0 : bad + 1;
    }

    boolean healthy() {
        return good >= check.healthyAfter();
    }

    boolean unhealthy() {
        return bad >= check.unhealthyAfter();
    }
}
