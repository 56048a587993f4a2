package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.RolloutTransitions;
import dev.slipway.store.Database;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.rollout.Rollouts;
import java.time.InstantSource;
import java.util.List;
import org.jooq.DSLContext;

/**
 * The audit log, with two points at each thing that it tells of: right before the commit, when the effect is done and
 * nothing says so, and right after it, when it is written and nobody has acted on it.
 */
record CrashingTrail(Crashes.Life life, InstantSource clock) implements Trail {

    @Override
    public void append(DSLContext sql, String who, String what, String subject, String project, String text) {
        Audit.append(sql, new AuditEntry(clock.instant(), who, what, subject, project, text));
        List<Rollouts.Moment> timeline = new Rollouts().timeline(sql, subject);
        boolean transition = !timeline.isEmpty()
                && what.equalsIgnoreCase("rollout." + timeline.getLast().event());
        if (transition) {
            Rollouts.Moment moment = timeline.getLast();
            String place = subject + " " + timeline.size() + " " + what;
            life.reach("before the commit of " + place);
            Database.afterCommit(
                    sql,
                    () -> life.reachEnd(
                            "after the commit of " + place,
                            RolloutTransitions.TABLE.rows().stream()
                                    .filter(row -> row.from() == moment.from() && row.event() == moment.event())
                                    .findFirst()
                                    .orElseThrow()));
        } else {
            String place = project + " " + what + " " + text;
            life.reach("before the commit of " + place);
            Database.afterCommit(sql, () -> life.reach("after the commit of " + place));
        }
    }
}
