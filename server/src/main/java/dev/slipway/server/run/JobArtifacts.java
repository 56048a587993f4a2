package dev.slipway.server.run;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.artifact.Artifact;
import dev.slipway.runner.artifact.ArtifactStore;
import dev.slipway.server.git.JobKeys;
import dev.slipway.server.git.JobReading;
import dev.slipway.server.git.ReadGrants;
import dev.slipway.server.results.ProjectArtifacts;
import dev.slipway.server.web.Authenticator;
import dev.slipway.store.Database;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.RunSerials;
import dev.slipway.store.run.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The artifacts of this server's projects for the tokens of jobs and of accounts.
 *
 * @param keys of the jobs that run
 * @param grants of projects to the jobs of others
 * @param accounts whose tokens count too
 */
public record JobArtifacts(
        Database database, ArtifactStore store, JobKeys keys, ReadGrants grants, Authenticator accounts)
        implements ProjectArtifacts {

    @Override
    public void admit(String token, String project) {
        Optional<JobKeys.Right> right = keys.right(token);
        if (right.isPresent()) {
            new JobReading(right.get(), grants).demand(project, JobKeys.Power.ARTIFACTS);
            return;
        }
        boolean may = accounts.byToken(token)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.UNAUTHENTICATED,
                        "bad-token",
                        "this token is of no account, and of no job that runs",
                        "give `github-token: ${{ github.token }}`, or a token of an account"))
                .may(Role.VIEWER, Scope.READ, project);
        if (!may) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "project-closed",
                    "this token may not read '" + project + "'",
                    "it needs the scope read, for this project");
        }
    }

    @Override
    public List<Artifact> ofRun(String project, String number) throws IOException {
        Run run = database.read(sql -> Runs.find(sql, RunSerials.id(sql, number)))
                .filter(found -> found.project().equals(project))
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-such-run",
                        "the project " + project + " has no run '" + number + "'",
                        "run-id is the github.run_id of one of its runs"));
        return store.list(run.id());
    }

    @Override
    public Optional<Artifact> find(String project, long id) {
        return database.read(sql ->
                        Runs.newestArtifact(sql, project, row -> Artifact.id(row.name(), row.digest()) == id))
                .flatMap(this::kept);
    }

    private Optional<Artifact> kept(RunArtifact row) {
        try {
            return store.find(row.run(), row.name())
                    .filter(artifact -> artifact.digest().equals(row.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException("the artifacts of run " + row.run() + " cannot be read", e);
        }
    }
}
