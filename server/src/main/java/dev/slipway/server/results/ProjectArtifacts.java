package dev.slipway.server.results;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.artifact.Artifact;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The artifacts of projects as whoever has a token may read them. */
public interface ProjectArtifacts {

    /** Where no projects are, as in a run without a server. */
    ProjectArtifacts NONE = new ProjectArtifacts() {
        @Override
        public void admit(String token, String project) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-such-page",
                    "artifacts of other runs are only on a server",
                    "leave `github-token` out for those of this run");
        }

        @Override
        public List<Artifact> ofRun(String project, String number) {
            return List.of();
        }

        @Override
        public Optional<Artifact> find(String project, long id) {
            return Optional.empty();
        }
    };

    /**
     * @param token of a job that runs, or of an account
     * @throws Problem of kind UNAUTHENTICATED or DENIED when it may not read the project's artifacts
     */
    void admit(String token, String project);

    /**
     * @param number of the run, as {@code github.run_id} tells it
     * @throws Problem of kind NOT_FOUND when the project has no such run
     */
    List<Artifact> ofRun(String project, String number) throws IOException;

    /** The artifact with this number, of whichever run of the project made it and is still kept. */
    Optional<Artifact> find(String project, long id);
}
