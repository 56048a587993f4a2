package dev.slipway.server.git;

import java.util.List;

/** Says what a push has started, for whoever pushed it. */
@FunctionalInterface
public interface PushReport {

    /** Nothing to say. */
    PushReport SILENT = _ -> List.of();

    /**
     * @param push that the listener has taken
     * @return lines for the pusher's terminal
     */
    List<String> lines(Push push);
}
