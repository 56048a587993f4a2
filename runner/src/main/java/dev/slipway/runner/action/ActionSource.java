package dev.slipway.runner.action;

import dev.slipway.actions.workflow.ActionReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the code of other repositories' actions comes from. */
public interface ActionSource {

    /** Fetches nothing. */
    ActionSource NONE = new ActionSource() {
        @Override
        public Optional<Path> fetch(ActionReference.Repository action) {
            return Optional.empty();
        }

        @Override
        public boolean isPinned(ActionReference.Repository action) {
            return false;
        }

        @Override
        public boolean offers(ActionReference.Repository action) {
            return false;
        }
    };

    /**
     * The files of the action's repository at the version that is asked for, shared by all jobs and only to be read.
     *
     * @return absent where no actions are fetched
     * @throws dev.slipway.kernel.Problem when it should be there but is not
     */
    Optional<Path> fetch(ActionReference.Repository action) throws IOException;

    /** True where the action's own code may be asked for, and run in the place of Slipway's. */
    default boolean offers(ActionReference.Repository action) {
        return true;
    }

    /** True when the project names the very commit of this action, so that no other program may stand for it. */
    boolean isPinned(ActionReference.Repository action);
}
