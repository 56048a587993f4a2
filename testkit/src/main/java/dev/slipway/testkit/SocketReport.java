package dev.slipway.testkit;

import java.util.List;

/**
 * What became of users with WebSockets.
 *
 * @param visits those that the other side ended, in the order of their ends
 * @param heard words that came back
 * @param failures what kept users from opening one
 */
public record SocketReport(List<SocketVisit> visits, long heard, List<String> failures) {}
