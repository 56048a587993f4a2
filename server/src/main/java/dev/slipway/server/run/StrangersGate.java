package dev.slipway.server.run;

import dev.slipway.actions.run.RunState;
import dev.slipway.delivery.gate.Approval;
import dev.slipway.store.Database;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunApprovals;
import java.util.List;

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
        return PullFacts.of(run.eventJson()).filter(PullFacts::stranger).isEmpty() || approved(run);
    }

    /** True when the run waits for somebody who approves. */
    boolean holds(Run run) {
        return run.state() == RunState.QUEUED && !admits(run);
    }

    private boolean approved(Run run) {
        List<Approval> words = database.read(sql -> RunApprovals.of(sql, run.id(), NAME));
        return words.stream().anyMatch(word -> word.decision() == Approval.Decision.APPROVED)
                && words.stream().noneMatch(word -> word.decision() == Approval.Decision.REJECTED);
    }
}
