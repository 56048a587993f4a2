package dev.slipway.server;

import dev.slipway.server.web.HealthPart;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseHealth;

/** How the database is, for {@code /health}. */
record DatabasePart(Database database) implements HealthPart {

    @Override
    public String name() {
        return "database";
    }

    @Override
    public Condition condition() {
        DatabaseHealth health = database.health();
        return health.healthy() ? Condition.healthy() : Condition.unhealthy(health.detail());
    }
}
