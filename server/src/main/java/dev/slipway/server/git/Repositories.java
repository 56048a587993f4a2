package dev.slipway.server.git;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** The bare repositories, one per project, in one folder that only Slipway writes to. */
public final class Repositories {

    private final Map<String, ReentrantLock> fetches = new ConcurrentHashMap<>();

    private static final String SUFFIX = ".git";
    private static final String HIDDEN = "refs/slipway";

    private final Path folder;

    /** @param folder made when it is not there; everything below it belongs to Slipway */
    public Repositories(Path folder) {
        IsolatedGit.install();
        try {
            this.folder = Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + folder + " for repositories", e);
        }
    }

    /** Makes an empty bare repository, or leaves the one that is there. */
    public void create(String project, String defaultBranch) {
        Path place = place(project);
        if (Files.exists(place.resolve(Constants.HEAD))) {
            return;
        }
        try (Repository repository =
                new FileRepositoryBuilder().setGitDir(place.toFile()).setBare().build()) {
            repository.create(true);
            StoredConfig config = repository.getConfig();
            config.setBoolean("transfer", null, "fsckObjects", true);
            config.setBoolean("receive", null, "fsckObjects", true);
            config.setBoolean("uploadpack", null, "allowReachableSHA1InWant", true);
            config.setString("uploadpack", null, "hideRefs", HIDDEN);
            config.setBoolean("core", null, "fsyncObjectFiles", true);
            config.setBoolean("core", null, "fsyncRefFiles", true);
            config.setBoolean("core", null, "logAllRefUpdates", true);
            config.save();
            pointHeadAt(repository, Constants.R_HEADS + defaultBranch);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the repository of " + project, e);
        }
    }

    public boolean exists(String project) {
        return Files.exists(place(project).resolve(Constants.HEAD));
    }

    /** The name of the branch that HEAD points at, whether or not it has commits. */
    public String defaultBranch(String project) {
        return read(project, repository -> Repository.shortenRefName(repository.getFullBranch()));
    }

    /** The commit of a branch, tag, full ref or (abbreviated) id; tags are followed to their commit. */
    public Optional<String> resolve(String project, String revision) {
        return read(
                project,
                repository -> Optional.ofNullable(resolve(repository, revision)).map(ObjectId::name));
    }

    /** Branches and tags: full ref name to the id it points at, in order of name. */
    public Map<String, String> refs(String project) {
        return read(project, repository -> {
            Map<String, String> refs = new TreeMap<>();
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS, Constants.R_TAGS)) {
                Optional.ofNullable(ref.getObjectId()).ifPresent(id -> refs.put(ref.getName(), id.name()));
            }
            return refs;
        });
    }

    /** Where the repository lies. */
    public Path place(String project) {
        Path place = folder.resolve(project + SUFFIX).normalize();
        if (!folder.equals(place.getParent()) || project.isBlank()) {
            throw notFound(project);
        }
        return place;
    }

    /** Opened for one request; the caller closes it. */
    Repository open(String project) {
        Path place = place(project);
        if (!Files.exists(place.resolve(Constants.HEAD))) {
            throw notFound(project);
        }
        if (Files.exists(place.resolve("objects/info/alternates"))) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "borrowed-objects",
                    "the repository of " + project + " borrows objects from another place",
                    "remove objects/info/alternates after copying the objects in");
        }
        try {
            return new FileRepositoryBuilder()
                    .setGitDir(place.toFile())
                    .setMustExist(true)
                    .setBare()
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the repository of " + project, e);
        }
    }

    <T> T read(String project, Reading<T> reading) {
        try (Repository repository = open(project)) {
            return reading.read(repository);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the repository of " + project, e);
        }
    }

    /** Follows the first pushed branch: a repository whose HEAD has no commit yet takes a branch that has one. */
    void adoptDefaultBranch(Repository repository, List<String> pushedRefs) throws IOException {
        if (repository.resolve(Constants.HEAD) != null) {
            return;
        }
        Optional<String> branch = pushedRefs.stream()
                .filter(ref -> ref.startsWith(Constants.R_HEADS))
                .findFirst();
        if (branch.isPresent()) {
            pointHeadAt(repository, branch.get());
        }
    }

    static @Nullable ObjectId resolve(Repository repository, String revision) throws IOException {
        try {
            return repository.resolve(revision + "^{commit}");
        } catch (MissingObjectException e) {
            return null;
        }
    }

    private static void pointHeadAt(Repository repository, String ref) throws IOException {
        RefUpdate head = repository.updateRef(Constants.HEAD);
        head.disableRefLog();
        RefUpdate.Result result = head.link(ref);
        if (result != RefUpdate.Result.FORCED
                && result != RefUpdate.Result.NEW
                && result != RefUpdate.Result.NO_CHANGE) {
            throw new IOException("cannot point HEAD at " + ref + ": " + result);
        }
    }

    private static Problem notFound(String project) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-such-project",
                "there is no project '" + project + "'",
                "slipway projects lists them; when it is among them, the server's log says how to mend its repository");
    }

    /** Something read from an open repository. */
    @FunctionalInterface
    interface Reading<T> {
        T read(Repository repository) throws IOException;
    }

    /**
     * Fetches into a repository, one fetch at a time: webhooks and the usual look at the remote come together, and two
     * that bring the same pack would take each other's lock of it.
     */
    <T> T oneFetch(String project, Fetch<T> fetch) throws IOException {
        ReentrantLock lock = fetches.computeIfAbsent(project, _ -> new ReentrantLock());
        lock.lock();
        try {
            return fetch.run();
        } finally {
            lock.unlock();
        }
    }

    /** Brings objects, and moves refs to them. */
    @FunctionalInterface
    interface Fetch<T> {
        T run() throws IOException;
    }
}
