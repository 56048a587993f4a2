package dev.slipway.server.git;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Files as a commit has them, read without a working copy. Links are not followed: a link is not a file. */
public final class Trees {

    private static final int LARGEST_FILE = 3 * 1024 * 1024;

    private final Repositories repositories;

    public Trees(Repositories repositories) {
        this.repositories = repositories;
    }

    /** The commit that a ref, given by its full name, leads to; absent when it is gone. */
    public Optional<String> head(String project, String ref) {
        return repositories.resolve(project, ref);
    }

    /**
     * @param revision branch, tag, ref or id
     * @param path from the root, with forward slashes
     * @return absent when there is no such file
     * @throws Problem code {@code no-such-commit}; code {@code file-too-large} above 3 MiB
     */
    public Optional<String> file(String project, String revision, String path) {
        return repositories.read(project, repository -> {
            try (RevWalk walk = new RevWalk(repository);
                    TreeWalk found = TreeWalk.forPath(repository, path, walk.parseTree(tree(repository, revision)))) {
                return found == null || !isFile(found) ? Optional.empty() : Optional.of(text(repository, found));
            }
        });
    }

    /**
     * The files that are wanted, with their content.
     *
     * @param folder from the root; empty for the root itself; its sub-folders are read too
     * @param wanted says by path
     * @return path to text, in git's order; empty when there is no such folder
     */
    public Map<String, String> files(String project, String revision, String folder, Predicate<String> wanted) {
        return repositories.read(project, repository -> files(repository, tree(repository, revision), folder, wanted));
    }

    /** The files that configure Slipway: {@code slipway.yml}, the workflows and their actions, the rules and the probes. */
    static Map<String, String> configuration(Repository repository, ObjectId commit) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.putAll(files(repository, commit, ConfigurationFiles.DELIVERY, _ -> true));
        Map<String, String> workflows =
                files(repository, commit, ConfigurationFiles.WORKFLOWS, ConfigurationFiles::isWorkflow);
        files.putAll(workflows);
        files.putAll(files(repository, commit, ConfigurationFiles.WATCHING, ConfigurationFiles::isWatching));
        files.putAll(files(
                repository,
                commit,
                ConfigurationFiles.ACTIONS,
                file -> ConfigurationFiles.isAction(file) || file.equals(ConfigurationFiles.ACTION_LOCK)));
        for (String file : ConfigurationFiles.ACTION_FILES) {
            files.putAll(files(repository, commit, file, ConfigurationFiles::isAction));
        }
        for (String file : ConfigurationFiles.usedActions(workflows.values())) {
            files.putAll(files(repository, commit, file, file::equals));
        }
        return files;
    }

    private static Map<String, String> files(
            Repository repository, ObjectId commit, String folder, Predicate<String> wanted) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (RevWalk walk = new RevWalk(repository);
                TreeWalk tree = new TreeWalk(repository)) {
            tree.addTree(walk.parseTree(commit));
            tree.setRecursive(true);
            if (!folder.isEmpty()) {
                tree.setFilter(org.eclipse.jgit.treewalk.filter.PathFilter.create(folder));
            }
            while (tree.next()) {
                if (isFile(tree) && wanted.test(tree.getPathString())) {
                    files.put(tree.getPathString(), text(repository, tree));
                }
            }
        }
        return files;
    }

    private static ObjectId tree(Repository repository, String revision) throws IOException {
        ObjectId commit = Repositories.resolve(repository, revision);
        if (commit == null) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-such-commit",
                    "there is no commit '" + revision + "' in this project",
                    "name a branch, a tag or the id of a pushed commit");
        }
        return commit;
    }

    private static boolean isFile(TreeWalk entry) {
        return entry.getFileMode(0).equals(FileMode.REGULAR_FILE)
                || entry.getFileMode(0).equals(FileMode.EXECUTABLE_FILE);
    }

    private static String text(Repository repository, TreeWalk entry) throws IOException {
        ObjectLoader loader = repository.open(entry.getObjectId(0));
        if (loader.getSize() > LARGEST_FILE) {
            throw Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "file-too-large",
                    entry.getPathString() + " has " + loader.getSize() + " bytes",
                    "files that Slipway reads may have up to " + LARGEST_FILE + " bytes");
        }
        return new String(loader.getBytes(LARGEST_FILE), StandardCharsets.UTF_8);
    }
}
