package dev.slipway.server.release;

import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Digest;
import dev.slipway.runner.artifact.ArtifactStore;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.git.Commit;
import dev.slipway.server.git.ConfigurationFiles;
import dev.slipway.server.git.History;
import dev.slipway.server.git.Trees;
import dev.slipway.server.run.PullFacts;
import dev.slipway.store.Database;
import dev.slipway.store.account.Account;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** Reads what a release is made of from the repository and the runs of its commit. */
public record CommitSources(Database database, Trees trees, History history, Accounts accounts, ArtifactStore artifacts)
        implements ReleaseMaker.Sources {

    @Override
    public Optional<String> config(String project, String commit) {
        return trees.file(project, commit, ConfigurationFiles.DELIVERY);
    }

    @Override
    public Optional<String> head(String project, String ref) {
        return trees.head(project, ref);
    }

    @Override
    public Optional<String> standing(String project) {
        return trees.head(project, "HEAD").flatMap(commit -> config(project, commit));
    }

    @Override
    public Optional<ReleaseMaker.Offer> offer(String project, String commit) {
        return database.read(sql -> Runs.ofCommit(sql, project, commit)).stream()
                .filter(RunChecks::isAboutItsCommit)
                .flatMap(run -> PullFacts.of(run.eventJson()).stream())
                .map(facts -> new ReleaseMaker.Offer(facts.definition(), facts.head(), facts.stranger()))
                .findFirst();
    }

    @Override
    public Map<String, Digest> artifacts(String project, String commit) {
        Map<String, Digest> digests = new HashMap<>();
        database.read(sql -> uploaded(sql, project, commit)).stream()
                .filter(artifact -> !artifact.isExpired() && !isSingleFile(artifact))
                .forEach(artifact -> digests.put(artifact.name(), artifact.digest()));
        return digests;
    }

    private static List<RunArtifact> uploaded(DSLContext sql, String project, String commit) {
        return Runs.ofCommit(sql, project, commit).stream()
                .filter(run -> run.state() == RunState.SUCCEEDED)
                .filter(RunChecks::isAboutItsCommit)
                .sorted(Comparator.comparing(Run::createdAt))
                .flatMap(run -> Runs.artifacts(sql, run.id()).stream())
                .toList();
    }

    /** Services are started from the files of an archive. */
    private boolean isSingleFile(RunArtifact artifact) {
        try {
            return artifacts
                    .find(artifact.run(), artifact.name())
                    .filter(kept -> !kept.isArchive())
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("the artifacts of run " + artifact.run() + " cannot be read", e);
        }
    }

    /**
     * A commit's author is what its author wrote, and nobody has checked it. It is an account where one has that name or
     * the name before the at-sign of the address; else the name as written, so that it still counts as the author's
     * account if that is made later.
     */
    @Override
    public ReleaseMaker.Authorship authorship(String project, String commit) {
        Commit found = history.commit(project, commit);
        String mailbox = found.authorEmail().replaceFirst("@.*", "");
        Optional<String> account = accounts.list().stream()
                .map(Account::name)
                .filter(name -> name.equals(found.author()) || name.equals(mailbox))
                .findFirst();
        return new ReleaseMaker.Authorship(account.orElse(found.author()), found.title());
    }
}
