package dev.slipway.server.run;

import dev.slipway.actions.run.RunState;
import dev.slipway.delivery.gate.Approval;
import dev.slipway.store.Database;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunApprovals;
import java.util.List;
import org.jooq.DSLContext;

/**
 * The one gate before code of strangers, asked wherever a run begins and wherever a leg of it is given a place, so that no
 * way of beginning goes around it: a re-run is a run of its own and waits anew, a cancel begins nothing, a restart asks
 * again. An approval is for one run, and a run is of one commit.
 */
record StrangersGate(Database database) {

    /** Where approvals are kept; no environment can have this name. */
    static final String NAME = ":fork";

    /** True when the run may begin. */
    boolean admits(Run run) {
        return !stranger(run) || database.read(sql -> approved(sql, run));
    }

    /** True when the run waits for somebody who approves. */
    boolean holds(Run run) {
        return run.state() == RunState.QUEUED && !admits(run);
    }

    /** What is to be shown of the run. */
    static RunOrigin origin(DSLContext sql, Run run) {
        if (!stranger(run)) {
            return RunOrigin.OURS;
        }
        return run.state() == RunState.QUEUED && !approved(sql, run) ? RunOrigin.FORK_WAITING : RunOrigin.FORK;
    }

    private static boolean stranger(Run run) {
        return PullFacts.of(run.eventJson()).filter(PullFacts::stranger).isPresent();
    }

    private static boolean approved(DSLContext sql, Run run) {
        List<Approval> words = RunApprovals.of(sql, run.id(), NAME);
        return words.stream().anyMatch(word -> word.decision() == Approval.Decision.APPROVED)
                && words.stream().noneMatch(word -> word.decision() == Approval.Decision.REJECTED);
    }
}
