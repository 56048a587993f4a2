package dev.slipway.server.ui;

/** What pages can tell runs. */
@FunctionalInterface
public interface RunCommands {

    /**
     * Asks for the run's end.
     *
     * @throws dev.slipway.kernel.Problem when there is no such run or it is over
     */
    void cancel(String run, String who);
}
