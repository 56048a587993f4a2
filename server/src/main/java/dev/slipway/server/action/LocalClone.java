package dev.slipway.server.action;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/**
 * A clone on this host, read in place: JGit's transport between two folders would copy every object, and prints what a
 * damaged clone lacks on the server's own stderr.
 *
 * @param folder of git itself
 */
record LocalClone(Path folder) {

    /** The clone at an address, if that names a folder with one. */
    static Optional<LocalClone> at(String address) {
        try {
            URIish uri = new URIish(address);
            return uri.isRemote()
                    ? Optional.empty()
                    : Optional.ofNullable(FileKey.resolve(new File(uri.getPath()), FS.DETECTED))
                            .map(found -> new LocalClone(found.toPath()));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    /** The commit of a tag or a branch. */
    Optional<ObjectId> commit(String name) throws IOException {
        try (Repository clone = open()) {
            for (String prefix : List.of("refs/tags/", "refs/heads/")) {
                Ref ref = clone.exactRef(prefix + name);
                if (ref != null) {
                    return Optional.ofNullable(clone.resolve(ref.getName() + "^{commit}"));
                }
            }
            return Optional.empty();
        }
    }

    /** Writes the files of a commit into an empty folder; what git needs for that is in its {@code .git}. */
    void checkOut(String commit, Path target) throws IOException, GitAPIException {
        File objects;
        try (Repository clone = open()) {
            objects = new File(clone.getCommonDirectory(), "objects");
        }
        try (Repository near = new FileRepositoryBuilder()
                        .setGitDir(target.resolve(".git").toFile())
                        .setWorkTree(target.toFile())
                        .addAlternateObjectDirectory(objects)
                        .build();
                Git git = new Git(near)) {
            near.create();
            git.checkout().setName(commit).setForced(true).call();
        }
    }

    private Repository open() throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(folder.toFile())
                .setMustExist(true)
                .build();
    }
}
