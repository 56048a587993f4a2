package dev.slipway.server.run;

import dev.slipway.actions.run.RunState;
import dev.slipway.store.run.RunArtifact;
import java.util.List;

/**
 * A run has ended; what releases are made of.
 *
 * @param run its id
 * @param ref full ref that it was about
 * @param workflow name
 * @param actor who caused it
 * @param state a terminal one
 */
public record RunFinished(
        String run,
        String project,
        String commit,
        String ref,
        String workflow,
        String actor,
        RunState state,
        List<RunArtifact> artifacts) {

    /** Hears of every run that ends, after that is safe in the database. */
    @FunctionalInterface
    public interface Listener {
        void onRunFinished(RunFinished finished);
    }
}
