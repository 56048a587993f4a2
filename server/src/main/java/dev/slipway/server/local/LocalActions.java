package dev.slipway.server.local;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.runner.action.ActionSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Actions as a run without a server gets them: a checkout is that of the folder as it is, also where a lock names the
 * published action, for that one would ask a server.
 */
record LocalActions(ActionSource pinned) implements ActionSource {

    @Override
    public Optional<Path> fetch(ActionReference.Repository action) throws IOException {
        return pinned.fetch(action);
    }

    @Override
    public boolean offers(ActionReference.Repository action) {
        return !action.name().equals("actions/checkout") && pinned.offers(action);
    }

    @Override
    public boolean isPinned(ActionReference.Repository action) {
        return !action.name().equals("actions/checkout") && pinned.isPinned(action);
    }
}
