package dev.slipway.scenarios;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditRecord;
import dev.slipway.store.audit.AuditVerdict;
import dev.slipway.store.rollout.Environments;
import dev.slipway.store.rollout.Rollouts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a dead server has left in its database.
 *
 * @param underWay the rollout that was not over
 * @param serving what the environment is recorded to serve
 * @param verdict whether the audit log is whole
 * @param audit all of it, newest first
 * @param timelines of all rollouts, by id
 */
record Wreck(
        Optional<Rollout> underWay,
        Optional<String> serving,
        AuditVerdict verdict,
        List<AuditRecord> audit,
        Map<String, List<Rollouts.Moment>> timelines) {

    static Wreck look(Path home) {
        try (Database database = Database.open(DatabaseAddress.of(null, home))) {
            return database.read(sql -> new Wreck(
                    new Rollouts().active(sql).stream().findFirst(),
                    new Environments().find(sql, "shop", "production").flatMap(Environments.Serving::release),
                    Audit.verify(sql),
                    Audit.latest(sql, Integer.MAX_VALUE),
                    new Rollouts()
                            .ofProject(sql, "shop", Integer.MAX_VALUE).stream()
                                    .collect(Collectors.toMap(
                                            Rollout::id, rollout -> new Rollouts().timeline(sql, rollout.id())))));
        }
    }
}
