package dev.slipway.runner.artifact;

import dev.slipway.kernel.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the artifacts of runs. */
public interface ArtifactStore {

    /**
     * Takes a finished archive or file over.
     *
     * @param run that the artifact belongs to
     * @param name unique within the run
     * @param file its bytes; it is moved away
     * @throws dev.slipway.kernel.Problem of kind CONFLICT, code {@code artifact-exists}
     */
    Artifact save(String run, String name, Path file, Terms terms) throws IOException;

    /** The artifacts of a run by name. */
    List<Artifact> list(String run) throws IOException;

    /** The bytes, to be read only; absent when they were removed. */
    Optional<Path> content(Artifact artifact);

    /** The longest time that an artifact is kept, and the usual one. */
    Duration longest();

    /** Takes the name away from the run. The bytes stay until {@link #removeUnnamed} finds them. */
    void remove(String run, String name) throws IOException;

    /**
     * Gives a run the artifacts of an earlier attempt. A job of the run that makes one of the same name anew replaces
     * it.
     */
    void inherit(String run, String from) throws IOException;

    /** Everything that is kept under the name of a run. */
    List<Kept> all() throws IOException;

    /** Takes the name away from the run, unless it means something else by this time. */
    void forget(Kept kept) throws IOException;

    /**
     * Removes the bytes that no run's artifact names. What is saved or inherited meanwhile is named.
     *
     * @param others digests that count as named too
     * @return how many bytes were removed
     */
    long removeUnnamed(Set<Digest> others) throws IOException;

    /**
     * How an artifact is saved.
     *
     * @param overwrite whether one of the same name is replaced
     * @param keep for how long, at most {@link #longest()}; absent for that
     * @param type media type of the bytes
     */
    record Terms(boolean overwrite, Optional<Duration> keep, String type) {
        public static final Terms USUAL = ofArchive(false, Optional.empty());

        public static Terms ofArchive(boolean overwrite, Optional<Duration> keep) {
            return new Terms(overwrite, keep, Artifact.ZIP);
        }
    }

    /** An artifact and the run that has it. */
    record Kept(String run, Artifact artifact) {}

    /** One artifact by name. */
    default Optional<Artifact> find(String run, String name) throws IOException {
        return list(run).stream()
                .filter(artifact -> artifact.name().equals(name))
                .findFirst();
    }
}
