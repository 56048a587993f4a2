package dev.slipway.edge.traffic;

/** How a request that reached a release ended, as far as the release is concerned. */
public enum Outcome {
    /** The whole response went out, its status below 500. */
    SERVED,
    /** The instance answered 5xx. */
    SERVER_ERROR,
    /** No whole response came: refused, cut, or too late. Counts as an error of the release. */
    FAILED,
    /** The client went away, or broke the protocol, before the response was complete. */
    ABORTED,
    /** The connection became a tunnel, such as a WebSocket. */
    TUNNELLED
}
