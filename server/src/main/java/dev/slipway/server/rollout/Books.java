package dev.slipway.server.rollout;

import dev.slipway.store.Database;
import dev.slipway.store.rollout.Approvals;
import dev.slipway.store.rollout.Environments;
import dev.slipway.store.rollout.Looks;
import dev.slipway.store.rollout.Releases;
import dev.slipway.store.rollout.Rollouts;

/** The database and the tables that rollouts are kept in. */
public record Books(
        Database database,
        Releases releases,
        Rollouts rollouts,
        Environments environments,
        Looks looks,
        Approvals approvals) {

    public static Books of(Database database) {
        return new Books(database, new Releases(), new Rollouts(), new Environments(), new Looks(), new Approvals());
    }
}
