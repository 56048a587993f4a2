package dev.slipway.server.action;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.action.ActionSource;
import dev.slipway.server.git.JobKeys;
import dev.slipway.server.git.JobReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The actions of other repositories as the jobs of one project get them.
 *
 * @param lock of the commit that runs; absent where the project has none
 * @param reading what it may read of this server's projects; absent where no server is
 */
public record ProjectActions(ActionRepositories repositories, Optional<ActionLock> lock, Optional<JobReading> reading)
        implements ActionSource {

    @Override
    public Optional<Path> fetch(ActionReference.Repository action) throws IOException {
        if (ActionOrigin.isOwn(action)) {
            reading.ifPresent(job -> job.demand(ActionOrigin.project(action), JobKeys.Power.FETCH));
        }
        if (!repositories.reaches(action)) {
            return Optional.empty();
        }
        return Optional.of(repositories.at(action, commit(action)));
    }

    /** What is not in the lock does not run; but the projects of this server are not the world outside, and are named freely. */
    private String commit(ActionReference.Repository action) {
        Optional<String> pinned = lock.flatMap(pins -> pins.commit(action));
        boolean free = ActionOrigin.isOwn(action) || action.ref().matches("[0-9a-f]{40}");
        if (pinned.isEmpty() && lock.isPresent() && !free) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "action-not-locked",
                    "the action " + action + " is not in " + ActionLock.FILE,
                    "look at it, then pin it with 'slipway lint --lock'");
        }
        return pinned.orElseGet(() -> repositories.resolve(action));
    }

    @Override
    public boolean offers(ActionReference.Repository action) {
        return repositories.reaches(action);
    }

    @Override
    public boolean isPinned(ActionReference.Repository action) {
        return lock.filter(pins -> pins.wantsCode(action)).isPresent();
    }
}
