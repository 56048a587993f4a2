package dev.slipway.server.run;

import dev.slipway.actions.event.Event;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.Runs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what becomes of runs: to the workflows that listen to others, and to what follows the end of a run. Always off
 * the caller's thread, for whoever hears it may take its time and may ask for the engine's lock.
 */
final class RunHerald {

    private static final Logger LOG = LoggerFactory.getLogger(RunHerald.class);

    private final RunLedger ledger;
    private final RunEvents happenings;
    private final RunFinished.Listener listener;
    private final Audience audience;

    /** The engine, to which news leads back. */
    interface Audience {

        /** Workflows may start by it. */
        void onEvent(String project, Event event);

        /** All that the end of a run concerned has heard of it. */
        void afterEnd();
    }

    RunHerald(RunLedger ledger, RunEvents happenings, RunFinished.Listener listener, Audience audience) {
        this.ledger = ledger;
        this.happenings = happenings;
        this.listener = listener;
        this.audience = audience;
    }

    void requested(Run run) {
        tell(run, "requested");
    }

    void started(Run run) {
        tell(run, "in_progress");
    }

    void ended(Run run) {
        RunFinished finished = new RunFinished(
                run.id(),
                run.project(),
                run.commit(),
                run.ref(),
                run.workflow(),
                run.actor(),
                run.state(),
                ledger.until(() -> ledger.database().read(sql -> Runs.artifacts(sql, run.id()))));
        tell(run, "completed");
        Thread.ofVirtual().name("finished-" + run.id()).start(() -> {
            try {
                ledger.until(() -> {
                    listener.onRunFinished(finished);
                    return run;
                });
                audience.afterEnd();
            } catch (RuntimeException e) {
                LOG.error("what should follow the end of run {} failed", run.id(), e);
            }
        });
    }

    private void tell(Run run, String action) {
        Thread.ofVirtual().name(action + "-" + run.id()).start(() -> {
            try {
                ledger.until(() -> {
                    happenings.of(run, action).ifPresent(event -> audience.onEvent(run.project(), event));
                    return run;
                });
            } catch (RuntimeException e) {
                LOG.error("what listens to run {} could not be started", run.id(), e);
            }
        });
    }
}
