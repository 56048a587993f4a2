package dev.slipway.server.run;

import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Planner;
import dev.slipway.store.run.Run;
import java.util.Optional;

/** What a run is called beside its workflow and number: its {@code run-name}, evaluated when it came to be. */
public final class RunTitle {

    private static final int LONGEST = 255;

    private RunTitle() {}

    /** Absent where the run is called as its workflow. */
    public static Optional<String> of(Run run) {
        return StoredEvent.title(run.eventJson());
    }

    /** @throws dev.slipway.kernel.Problem where it cannot be evaluated */
    static Optional<String> of(PlannedRun plan) {
        return Optional.of(Planner.title(plan).strip().replaceAll("\\s+", " "))
                .filter(title -> !title.equals(plan.workflow().name()))
                .map(title -> title.length() > LONGEST ? title.substring(0, LONGEST - 1) + "…" : title);
    }
}
