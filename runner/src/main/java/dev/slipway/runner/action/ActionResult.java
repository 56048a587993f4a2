package dev.slipway.runner.action;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What came of an action.
 *
 * @param outputs of the step
 * @param post runs at the end of the job, the last one first, if the job went well
 */
public record ActionResult(Map<String, String> outputs, Optional<Post> post) {

    public ActionResult {
        outputs = Map.copyOf(outputs);
    }

    static ActionResult of(Map<String, String> outputs) {
        return new ActionResult(outputs, Optional.empty());
    }

    /** Work at the end of the job. */
    @FunctionalInterface
    public interface Post {
        void run() throws IOException, InterruptedException;
    }
}
