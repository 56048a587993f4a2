package dev.slipway.server.lint;

import dev.slipway.actions.action.ActionReader;
import dev.slipway.actions.lint.ActionFace;
import dev.slipway.actions.lint.KnownActions;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.server.git.ConfigurationFiles;
import java.util.Map;
import java.util.Optional;

/**
 * The actions that lie beside the workflows that use them.
 *
 * @param files path from the repository's root to text
 */
record LocalActions(Map<String, String> files) implements KnownActions {

    @Override
    public Optional<ActionFace> find(ActionReference action) {
        return action instanceof ActionReference.Local local ? face(local) : Optional.empty();
    }

    /** A folder of another repository that a checkout has put there is not known. */
    private Optional<ActionFace> face(ActionReference.Local local) {
        String folder = local.folder().replaceFirst("^\\./*", "").replaceFirst("/+$", "");
        String place = folder.isEmpty() ? "" : folder + "/";
        return ConfigurationFiles.ACTION_FILES.stream()
                .flatMap(name -> Optional.ofNullable(files.get(place + name)).stream())
                .findFirst()
                .flatMap(text -> ActionReader.read(local.folder(), text).action())
                .map(ActionFace::of);
    }
}
