package dev.slipway.runner.action;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One action that Slipway performs itself. A Problem or an exception fails the step. */
public interface NativeAction {

    /** The inputs that it knows, for a warning about others. */
    List<String> inputs();

    /**
     * Whether it does all that is asked for. What it does not do is left to the action's own code, where that can be had.
     *
     * @param inputs by lower-case names
     */
    default boolean does(Map<String, String> inputs) {
        return true;
    }

    /** Performs the action; what is left for the end of the job comes back. */
    ActionResult run(ActionCall call) throws IOException, InterruptedException;

    /** True for an action that puts programs of this host on the search path, where a container cannot see them. */
    default boolean offersHostTools() {
        return false;
    }
}
