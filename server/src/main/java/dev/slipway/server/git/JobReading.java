package dev.slipway.server.git;

import dev.slipway.kernel.Problem;
import dev.slipway.server.git.JobKeys.Power;
import dev.slipway.server.git.JobKeys.Right;

/**
 * What one job may read: its own project, and those that let the jobs of its project read them. Another's grant is not
 * passed on, and the code of strangers reads its own project only.
 */
public record JobReading(Right right, ReadGrants grants) {

    /**
     * @param what of the project is to be read
     * @throws Problem of kind DENIED, code {@code project-closed}; the same for projects that do not exist
     */
    public void demand(String project, Power what) {
        if (!right.has(what)) {
            throw closed(project, "it needs 'permissions: {" + what.scope() + ": read}'");
        } else if (project.equals(right.project())) {
            return;
        } else if (!right.has(Power.NEIGHBOURS)) {
            throw closed(project, "the code of a fork reads the project that it was offered to only");
        } else if (!grants.allows(project, right.project())) {
            throw closed(
                    project,
                    "it reaches its own project, and those whose administrator has allowed it: slipway projects readers "
                            + project + " --allow " + right.project());
        }
    }

    private Problem closed(String project, String hint) {
        return Problem.of(
                Problem.Kind.DENIED,
                "project-closed",
                "a job of '" + right.project() + "' may not read '" + project + "'",
                hint);
    }
}
