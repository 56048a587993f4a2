package dev.slipway.server.lint;

import dev.slipway.actions.action.ActionReader;
import dev.slipway.actions.lint.ActionFace;
import dev.slipway.actions.lint.KnownActions;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.action.ActionRepositories;
import dev.slipway.server.git.ConfigurationFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The actions of other repositories that were fetched before, for a run or for the lock. Only those of a known commit: what a
 * tag names is the owner's to change, and nothing is asked of the network here.
 *
 * @param lock the commits that the project has pinned its actions to
 */
record KeptActions(ActionRepositories repositories, Optional<ActionLock> lock) implements KnownActions {

    private static final long LARGEST = 10L << 20;

    @Override
    public Optional<ActionFace> find(ActionReference action) {
        return action instanceof ActionReference.Repository named
                ? commit(named)
                        .flatMap(commit -> repositories.kept(named, commit))
                        .flatMap(root -> face(root, named))
                : Optional.empty();
    }

    private Optional<String> commit(ActionReference.Repository action) {
        return lock.flatMap(pins -> pins.commit(action))
                .or(() -> Optional.of(action.ref()).filter(ref -> ref.matches("[0-9a-f]{40}")));
    }

    private static Optional<ActionFace> face(Path root, ActionReference.Repository action) {
        Path folder = root.resolve(action.path()).normalize();
        return ConfigurationFiles.ACTION_FILES.stream()
                .map(folder::resolve)
                .filter(file -> file.startsWith(root) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .filter(file -> file.toFile().length() <= LARGEST)
                .findFirst()
                .flatMap(
                        file -> ActionReader.read(action.toString(), text(file)).action())
                .map(ActionFace::of);
    }

    /** What is not UTF-8 becomes a question mark, not the end of a push. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
