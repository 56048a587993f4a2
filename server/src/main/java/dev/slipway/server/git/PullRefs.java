package dev.slipway.server.git;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ThreeWayMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;

/**
 * Brings the commits of pull requests from a remote, and merges each with the branch it goes to. They lie under
 * {@code refs/pull/}, where GitHub has them too: nobody can push there, and no branch or tag of the project moves.
 */
public final class PullRefs {

    private static final String BASES = "refs/slipway/pull-bases/";
    private static final String CLOSED = "refs/slipway/closed-pulls/";

    private final Repositories repositories;
    private final RemotePolicy policy;

    public PullRefs(Repositories repositories, RemotePolicy policy) {
        this.repositories = repositories;
        this.policy = policy;
    }

    /**
     * What to bring.
     *
     * @param remoteRef where the remote has its head
     * @param base short name of the branch that it goes to
     * @param open false where it is merged or closed: its merge then lies where nothing looks for what is to be shown
     */
    public record Wanted(String project, String address, String remoteRef, long number, String base, boolean open) {}

    /**
     * What was brought.
     *
     * @param base commit of the branch that it goes to
     * @param head commit that it offers
     * @param merge commit that has both; absent where they conflict
     */
    public record Brought(String base, String head, Optional<String> merge) {}

    /**
     * @throws Problem of kind INVALID, code {@code bad-pull-request}; UNAVAILABLE, code {@code fetch-failed}
     */
    public Brought bring(Wanted wanted) {
        if (wanted.number() < 1 || !Repository.isValidRefName("refs/heads/" + wanted.base())) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-pull-request",
                    "'" + wanted.base() + "' is no branch that a pull request could go to",
                    "let the forge deliver it again");
        }
        RemoteAddress from = RemoteAddress.parse(wanted.address(), policy);
        if (from.remote()) {
            policy.check(from.host());
        }
        try (Repository repository = repositories.open(wanted.project())) {
            return repositories.oneFetch(wanted.project(), () -> bring(repository, from, wanted));
        } catch (NotSupportedException | TransportException | JGitInternalException e) {
            throw failed(wanted, "cannot be fetched: " + e.getMessage(), e);
        } catch (IOException e) {
            throw failed(wanted, "cannot be stored: " + e.getMessage(), e);
        }
    }

    private Brought bring(Repository repository, RemoteAddress from, Wanted wanted) throws IOException {
        String head = "refs/pull/" + wanted.number() + "/head";
        String base = BASES + wanted.base();
        List<RefSpec> specs = List.of(
                new RefSpec("+" + wanted.remoteRef() + ":" + head),
                new RefSpec("+refs/heads/" + wanted.base() + ":" + base));
        new Download(policy, specs, false).into(repository, from);
        ObjectId ours = Repositories.resolve(repository, base);
        ObjectId theirs = Repositories.resolve(repository, head);
        if (ours == null || theirs == null) {
            throw new IOException("the remote has no " + (ours == null ? wanted.base() : wanted.remoteRef()));
        }
        Optional<ObjectId> merge = merge(repository, ours, theirs);
        if (merge.isPresent()) {
            point(repository, wanted.open() ? mergeRef(wanted.number()) : CLOSED + wanted.number(), merge.get());
        }
        return new Brought(ours.name(), theirs.name(), merge.map(ObjectId::name));
    }

    /** Where the merge of an open pull request lies. */
    public static String mergeRef(long number) {
        return "refs/pull/" + number + "/merge";
    }

    /** A pull request is merged or closed, and there is no merge of it any more; its runs find the commit by its id. */
    public void close(String project, long number) {
        try (Repository repository = repositories.open(project)) {
            ObjectId merge = Repositories.resolve(repository, mergeRef(number));
            if (merge != null) {
                point(repository, CLOSED + number, merge);
                RefUpdate update = repository.updateRef(mergeRef(number));
                update.setForceUpdate(true);
                done(mergeRef(number), update.delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("pull request " + number + " of " + project + " cannot be closed", e);
        }
    }

    /** The same two commits always give the same third, so that a delivery that comes twice changes nothing. */
    private static Optional<ObjectId> merge(Repository repository, ObjectId base, ObjectId head) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter();
                RevWalk walk = new RevWalk(repository)) {
            RevCommit ours = walk.parseCommit(base);
            RevCommit theirs = walk.parseCommit(head);
            ThreeWayMerger merger = MergeStrategy.RECURSIVE.newMerger(repository, true);
            merger.setObjectInserter(inserter);
            if (!merger.merge(ours, theirs)) {
                return Optional.empty();
            }
            PersonIdent slipway = new PersonIdent(
                    "Slipway", "slipway@localhost", theirs.getCommitterIdent().getWhenAsInstant(), ZoneOffset.UTC);
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(merger.getResultTreeId());
            commit.setParentIds(ours, theirs);
            commit.setAuthor(slipway);
            commit.setCommitter(slipway);
            commit.setMessage("Merge " + theirs.name() + " into " + ours.name() + "\n");
            ObjectId merged = inserter.insert(commit);
            inserter.flush();
            return Optional.of(merged);
        }
    }

    private static void point(Repository repository, String ref, ObjectId commit) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setNewObjectId(commit);
        update.setForceUpdate(true);
        done(ref, update.update());
    }

    private static void done(String ref, RefUpdate.Result result) throws IOException {
        if (result == RefUpdate.Result.LOCK_FAILURE || result == RefUpdate.Result.IO_FAILURE) {
            throw new IOException(ref + " cannot be written: " + result);
        }
    }

    private static Problem failed(Wanted wanted, String why, Exception e) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "fetch-failed",
                "pull request " + wanted.number() + " of " + wanted.project() + " " + why,
                "check the project's remote, then let the forge deliver it again",
                e);
    }
}
