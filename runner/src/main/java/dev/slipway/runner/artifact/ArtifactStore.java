package dev.slipway.runner.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keeps the artifacts of runs. */
public interface ArtifactStore {

    /**
     * Takes a finished archive over.
     *
     * @param run that the artifact belongs to
     * @param name unique within the run
     * @param archive zip file; it is moved away
     * @param overwrite whether an artifact of the same name is replaced
     * @throws dev.slipway.kernel.Problem of kind CONFLICT, code {@code artifact-exists}
     */
    Artifact save(String run, String name, Path archive, boolean overwrite) throws IOException;

    /** The artifacts of a run by name. */
    List<Artifact> list(String run) throws IOException;

    /** The archive itself, to be read only; absent when it was removed. */
    Optional<Path> archive(Artifact artifact);

    /** Takes the name away from the run. The bytes stay as long as a release may be made of them. */
    void remove(String run, String name) throws IOException;

    /**
     * Gives a run the artifacts of an earlier attempt. A job of the run that makes one of the same name anew replaces
     * it.
     */
    void inherit(String run, String from) throws IOException;

    /** One artifact by name. */
    default Optional<Artifact> find(String run, String name) throws IOException {
        return list(run).stream()
                .filter(artifact -> artifact.name().equals(name))
                .findFirst();
    }
}
