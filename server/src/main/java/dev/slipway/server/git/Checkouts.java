package dev.slipway.server.git;

import dev.slipway.kernel.Problem;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.api.CheckoutCommand;
import org.eclipse.jgit.api.CreateBranchCommand;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;

/**
 * Real clones of a project for jobs and builds: a working copy with a {@code .git} of its own that every git tool can
 * use. What a job does to it never reaches the project's repository.
 */
public final class Checkouts {

    private static final String ORIGIN_BRANCHES = "refs/remotes/origin/";

    private final Repositories repositories;

    public Checkouts(Repositories repositories) {
        this.repositories = repositories;
    }

    /**
     * Clones as actions/checkout does: the commit with {@code depth - 1} generations of ancestors, on a local branch
     * when the ref is a branch, detached otherwise.
     *
     * @param source what to check out
     * @param target an absent or empty folder
     * @throws Problem code {@code no-such-commit} when the project does not have the commit
     */
    public void checkOut(Source source, Path target) {
        String commit = repositories
                .resolve(source.project(), source.commit())
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-such-commit",
                        "there is no commit '" + source.commit() + "' in " + source.project(),
                        "push it again: it may have been removed by a forced push"));
        try (Git git = Git.init()
                .setDirectory(target.toFile())
                .setInitialBranch(Constants.MASTER)
                .call()) {
            fetch(git, source, commit);
            checkOut(git, source, commit);
            nameOrigin(git.getRepository().getConfig(), source.originUrl());
        } catch (GitAPIException | java.io.IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "checkout-failed",
                    "cannot check out " + source.project() + " at " + commit + ": " + e.getMessage(),
                    "see that there is room on the disk, then try again",
                    e);
        }
    }

    private void fetch(Git git, Source source, String commit) throws GitAPIException {
        FetchCommand fetch = git.fetch()
                .setRemote(repositories.place(source.project()).toUri().toString());
        if (source.depth() > 0) {
            fetch.setDepth(source.depth())
                    .setTagOpt(TagOpt.NO_TAGS)
                    .setRefSpecs(new RefSpec("+" + commit + ":" + trackingRef(source)));
        } else {
            fetch.setTagOpt(TagOpt.FETCH_TAGS)
                    .setRefSpecs(
                            new RefSpec("+" + Constants.R_HEADS + "*:" + ORIGIN_BRANCHES + "*"),
                            new RefSpec("+" + commit + ":" + trackingRef(source)));
        }
        fetch.call();
    }

    private static void checkOut(Git git, Source source, String commit) throws GitAPIException {
        CheckoutCommand checkout = git.checkout().setForced(true);
        Optional<String> branch = branch(source.ref());
        if (branch.isPresent()) {
            checkout.setName(branch.get())
                    .setCreateBranch(true)
                    .setForceRefUpdate(true)
                    .setUpstreamMode(CreateBranchCommand.SetupUpstreamMode.NOTRACK)
                    .setStartPoint(commit);
        } else {
            checkout.setName(commit);
        }
        checkout.call();
    }

    private static String trackingRef(Source source) {
        return branch(source.ref())
                .map(branch -> ORIGIN_BRANCHES + branch)
                .orElse(source.ref().startsWith(Constants.R_TAGS) ? source.ref() : ORIGIN_BRANCHES + "checkout");
    }

    private static Optional<String> branch(String ref) {
        return ref.startsWith(Constants.R_HEADS)
                ? Optional.of(ref.substring(Constants.R_HEADS.length()))
                : Optional.empty();
    }

    private static void nameOrigin(StoredConfig config, String url) throws java.io.IOException {
        config.setString("remote", "origin", "url", url);
        config.setString("remote", "origin", "fetch", "+refs/heads/*:" + ORIGIN_BRANCHES + "*");
        config.save();
    }

    /**
     * @param ref full name of the ref that the commit was reached by, such as {@code refs/heads/main}
     * @param commit id
     * @param depth generations to fetch; 0 for the whole history with all branches and tags
     * @param originUrl what the clone calls its origin
     */
    public record Source(String project, String ref, String commit, int depth, String originUrl) {}
}
