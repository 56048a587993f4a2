package dev.slipway.server.action;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.action.ActionSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The actions of other repositories as the jobs of one project get them.
 *
 * @param lock of the commit that runs; absent where the project has none
 */
public record ProjectActions(ActionRepositories repositories, Optional<ActionLock> lock) implements ActionSource {

    @Override
    public Optional<Path> fetch(ActionReference.Repository action) throws IOException {
        if (repositories.fetchNothing()) {
            return Optional.empty();
        }
        return Optional.of(repositories.at(action, commit(action)));
    }

    private String commit(ActionReference.Repository action) {
        Optional<String> pinned = lock.flatMap(pins -> pins.commit(action));
        if (pinned.isEmpty() && lock.isPresent() && !action.ref().matches("[0-9a-f]{40}")) {
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
        return !repositories.fetchNothing();
    }

    @Override
    public boolean isPinned(ActionReference.Repository action) {
        return lock.filter(pins -> pins.wantsCode(action)).isPresent();
    }
}
