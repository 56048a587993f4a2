package dev.slipway.server.action;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.file.FileTree;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The repositories of actions as they were at one commit each, fetched once and then kept: a commit never changes, so
 * what is there is right for ever. A folder appears at once and complete.
 */
public final class ActionRepositories {

    private static final Logger LOG = LoggerFactory.getLogger(ActionRepositories.class);
    private static final int TIMEOUT_SECONDS = 60;
    private static final String ASIDE = "refs/slipway/action";

    private final Path folder;
    private final ActionOrigin origin;
    private final ReentrantLock lock = new ReentrantLock();

    /** @param folder keeps them as {@code owner/repository/commit} */
    public ActionRepositories(Path folder, ActionOrigin origin) {
        this.folder = folder;
        this.origin = origin;
    }

    /** False when there is nowhere that it could be fetched from. */
    public boolean reaches(ActionReference.Repository action) {
        return origin.reaches(action);
    }

    /**
     * The commit that the reference names now: itself if it is a full id, else a tag, else a branch.
     *
     * @throws Problem of kind NOT_FOUND, code {@code no-such-action}; UNAVAILABLE, code {@code action-unreachable}
     */
    public String resolve(ActionReference.Repository action) {
        if (action.ref().matches("[0-9a-f]{40}")) {
            return action.ref();
        }
        String address = origin.address(action);
        try {
            Optional<LocalClone> clone = LocalClone.at(address);
            Optional<ObjectId> commit =
                    clone.isPresent() ? clone.get().commit(action.ref()) : remote(address, action.ref());
            return commit.orElseThrow(() -> noSuchVersion(action)).name();
        } catch (GitAPIException | IOException | JGitInternalException e) {
            throw unreachable(action, address, e);
        }
    }

    private static Optional<ObjectId> remote(String address, String name) throws GitAPIException {
        Map<String, Ref> refs = Git.lsRemoteRepository()
                .setRemote(address)
                .setTimeout(TIMEOUT_SECONDS)
                .callAsMap();
        return List.of("refs/tags/", "refs/heads/").stream()
                .flatMap(prefix -> Optional.ofNullable(refs.get(prefix + name)).stream())
                .findFirst()
                .map(ActionRepositories::commit);
    }

    private static ObjectId commit(Ref ref) {
        ObjectId peeled = ref.getPeeledObjectId();
        return peeled == null ? Objects.requireNonNull(ref.getObjectId()) : peeled;
    }

    private static Problem noSuchVersion(ActionReference.Repository action) {
        boolean shortened = action.ref().matches("[0-9a-f]{7,39}");
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-such-action",
                "Unable to resolve action " + action + ": there is no tag or branch '" + action.ref() + "'",
                shortened ? "shortened commit ids are not supported: write all 40 characters" : "check the version");
    }

    /** The files of the repository at the commit, without git's own. */
    public Path at(ActionReference.Repository action, String commit) throws IOException {
        Path place = place(action, commit);
        if (Files.isDirectory(place)) {
            return place;
        }
        lock.lock();
        try {
            return Files.isDirectory(place) ? place : download(action, commit, place);
        } finally {
            lock.unlock();
        }
    }

    /** The same files, if they were fetched before. */
    public Optional<Path> kept(ActionReference.Repository action, String commit) {
        return Optional.of(place(action, commit).normalize())
                .filter(place -> place.startsWith(folder.normalize()) && Files.isDirectory(place));
    }

    private Path place(ActionReference.Repository action, String commit) {
        return folder.resolve(action.owner()).resolve(action.repository()).resolve(commit);
    }

    private Path download(ActionReference.Repository action, String commit, Path place) throws IOException {
        String address = origin.address(action);
        Files.createDirectories(place.getParent());
        Path near = Files.createTempDirectory(place.getParent(), "incoming-");
        try {
            checkOut(address, commit, near);
            FileTree.remove(near.resolve(".git"));
            settle(near, place);
        } catch (GitAPIException | JGitInternalException | MissingObjectException e) {
            throw unreachable(action, address, e);
        } finally {
            if (Files.exists(near)) {
                FileTree.remove(near);
            }
        }
        return place;
    }

    private static void checkOut(String address, String commit, Path near) throws IOException, GitAPIException {
        Optional<LocalClone> clone = LocalClone.at(address);
        if (clone.isPresent()) {
            clone.get().checkOut(commit, near);
            return;
        }
        try (Git git = Git.init().setDirectory(near.toFile()).call()) {
            fetch(git, address, commit);
            git.checkout().setName(commit).setForced(true).call();
        }
    }

    /** Another process may have been quicker: rename(2) replaces no folder that has files, and its copy is as good. */
    private static void settle(Path near, Path place) throws IOException {
        try {
            Files.move(near, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(place)) {
                throw e;
            }
            LOG.debug("{} was brought by another process meanwhile", place, e);
        }
    }

    /** By its id, which most servers allow; else with all branches and tags. */
    private static void fetch(Git git, String address, String commit) throws GitAPIException {
        try {
            git.fetch()
                    .setRemote(address)
                    .setTimeout(TIMEOUT_SECONDS)
                    .setDepth(1)
                    .setTagOpt(TagOpt.NO_TAGS)
                    .setRefSpecs(new RefSpec("+" + commit + ":" + ASIDE))
                    .call();
        } catch (org.eclipse.jgit.api.errors.TransportException notById) {
            git.fetch()
                    .setRemote(address)
                    .setTimeout(TIMEOUT_SECONDS)
                    .setTagOpt(TagOpt.NO_TAGS)
                    .setRefSpecs(
                            new RefSpec("+refs/heads/*:" + ASIDE + "/heads/*"),
                            new RefSpec("+refs/tags/*:" + ASIDE + "/tags/*"))
                    .call();
        }
    }

    private static Problem unreachable(ActionReference.Repository action, String address, Exception cause) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "action-unreachable",
                "the action " + action + " cannot be fetched from " + address + ": " + cause.getMessage(),
                LocalClone.at(address).isPresent()
                        ? "is the clone whole? Look with 'git fsck', and clone it anew"
                        : "is the network there? A mirror on this host needs none: --actions-mirror",
                cause);
    }
}
