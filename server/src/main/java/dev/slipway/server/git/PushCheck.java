package dev.slipway.server.git;

import dev.slipway.kernel.Finding;
import java.util.List;
import java.util.Map;

/** Reads the configuration that a push brings and says what is wrong with it, before the push is accepted. */
@FunctionalInterface
public interface PushCheck {

    /**
     * @param ref full name of the ref that is to move
     * @param files path to text of {@code slipway.yml} and the workflows of the new commit; those that exist
     * @return errors in {@code slipway.yml} refuse the push, everything else is shown to the pusher
     */
    List<Finding> check(String project, String ref, Map<String, String> files);
}
