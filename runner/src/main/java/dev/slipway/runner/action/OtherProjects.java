package dev.slipway.runner.action;

import dev.slipway.kernel.Problem;

/** The projects beside its own that a job may read. */
@FunctionalInterface
public interface OtherProjects {

    /** Where there is the folder that a run is of, and nothing else. */
    OtherProjects NONE = (repository, _) -> {
        throw Problem.of(
                Problem.Kind.INVALID,
                "no-other-project",
                "'" + repository + "' is not here: a run without a server has its own folder only",
                "run it on the server, or clone what is needed in a run step");
    };

    /** What is wanted of a project. */
    enum Part {
        CODE,
        ARTIFACTS
    }

    /**
     * Finds the project that a workflow means.
     *
     * @param repository as the workflow names it, {@code owner/name}
     * @throws Problem of kind DENIED when the job may not read it, whether it exists or not
     */
    Found find(String repository, Part part);

    /**
     * A project that may be read.
     *
     * @param ref of its default branch, in full
     */
    record Found(String project, String ref) {}
}
