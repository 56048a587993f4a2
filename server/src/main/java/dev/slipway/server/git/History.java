package dev.slipway.server.git;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.util.io.DisabledOutputStream;

/** Commits and what lies between them: who wrote a release, what a rollout brings. */
public final class History {

    private final Repositories repositories;

    public History(Repositories repositories) {
        this.repositories = repositories;
    }

    /**
     * @param revision branch, tag, ref or id
     * @throws Problem code {@code no-such-commit}
     */
    public Commit commit(String project, String revision) {
        return repositories.read(project, repository -> {
            try (RevWalk walk = new RevWalk(repository)) {
                return describe(parse(walk, repository, revision));
            }
        });
    }

    /**
     * The commits that are in {@code to} and not in {@code from}, newest first.
     *
     * @param from left out with all its ancestors; absent for the whole history
     * @param limit most commits returned
     */
    public List<Commit> between(String project, Optional<String> from, String to, int limit) {
        return repositories.read(project, repository -> {
            try (RevWalk walk = new RevWalk(repository)) {
                walk.markStart(parse(walk, repository, to));
                if (from.isPresent()) {
                    walk.markUninteresting(parse(walk, repository, from.get()));
                }
                List<Commit> commits = new ArrayList<>();
                for (RevCommit next = walk.next(); next != null && commits.size() < limit; next = walk.next()) {
                    commits.add(describe(next));
                }
                return List.copyOf(commits);
            }
        });
    }

    /** Full names of the tags that lead to a commit. */
    public Set<String> tags(String project, String commit) {
        return repositories.read(project, repository -> {
            ObjectId wanted = ObjectId.fromString(commit);
            Set<String> names = new TreeSet<>();
            for (Ref tag : repository.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
                ObjectId behind = repository.getRefDatabase().peel(tag).getPeeledObjectId();
                if (wanted.equals(behind == null ? tag.getObjectId() : behind)) {
                    names.add(tag.getName());
                }
            }
            return names;
        });
    }

    /** True when {@code descendant} has {@code ancestor} in its history, or is it. */
    public boolean contains(String project, String descendant, String ancestor) {
        return repositories.read(project, repository -> {
            try (RevWalk walk = new RevWalk(repository)) {
                return walk.isMergedInto(parse(walk, repository, ancestor), parse(walk, repository, descendant));
            }
        });
    }

    /**
     * Paths that differ between two commits, old and new names of renamed files alike, sorted.
     *
     * @param from absent for everything that {@code to} holds
     */
    public List<String> changedPaths(String project, Optional<String> from, String to) {
        return repositories.read(project, repository -> {
            try (RevWalk walk = new RevWalk(repository);
                    DiffFormatter differences = new DiffFormatter(DisabledOutputStream.INSTANCE)) {
                differences.setRepository(repository);
                RevCommit newer = parse(walk, repository, to);
                RevCommit older = from.isPresent() ? parse(walk, repository, from.get()) : null;
                return paths(differences.scan(older == null ? null : older.getTree(), newer.getTree()));
            }
        });
    }

    private static List<String> paths(List<DiffEntry> entries) {
        return entries.stream()
                .flatMap(entry -> switch (entry.getChangeType()) {
                    case ADD, COPY -> java.util.stream.Stream.of(entry.getNewPath());
                    case DELETE -> java.util.stream.Stream.of(entry.getOldPath());
                    case MODIFY, RENAME -> java.util.stream.Stream.of(entry.getOldPath(), entry.getNewPath());
                })
                .distinct()
                .sorted()
                .toList();
    }

    private static RevCommit parse(RevWalk walk, Repository repository, String revision) throws IOException {
        ObjectId id = Repositories.resolve(repository, revision);
        if (id == null) {
            throw missing(revision);
        }
        try {
            return walk.parseCommit(id);
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            throw missing(revision);
        }
    }

    private static Problem missing(String revision) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-such-commit",
                "there is no commit '" + revision + "' in this project",
                "name a branch, a tag or the id of a pushed commit");
    }

    private static Commit describe(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        Instant at = author.getWhenAsInstant();
        return new Commit(
                commit.name(),
                commit.getShortMessage(),
                commit.getFullMessage(),
                author.getName(),
                author.getEmailAddress(),
                at,
                Arrays.stream(commit.getParents()).map(ObjectId::name).toList());
    }
}
