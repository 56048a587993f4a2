package dev.slipway.server;

import dev.slipway.server.git.PushJournal;
import dev.slipway.server.git.PushState;
import dev.slipway.server.web.HealthPart;

/** Whether every push was handled, for {@code /health}. */
record PushPart(PushJournal journal) implements HealthPart {

    @Override
    public String name() {
        return "pushes";
    }

    @Override
    public Condition condition() {
        int failed = journal.in(PushState.FAILED).size();
        return failed == 0
                ? Condition.healthy()
                : Condition.degraded(
                        failed + " pushes could not be handled: `slipway pushes` says why, and retries them");
    }
}
