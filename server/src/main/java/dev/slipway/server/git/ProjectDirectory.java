package dev.slipway.server.git;

/** The projects, as git's door needs them. */
public interface ProjectDirectory {

    boolean exists(String project);

    /**
     * Makes the project that somebody pushes to for the first time.
     *
     * @throws dev.slipway.kernel.Problem when pushes do not create projects here, or the name is not allowed
     */
    void createByPush(String project, String user);
}
