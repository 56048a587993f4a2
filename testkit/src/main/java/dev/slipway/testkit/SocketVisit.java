package dev.slipway.testkit;

import java.time.Instant;

/**
 * The life of one WebSocket.
 *
 * @param user who held it
 * @param release that it was opened on
 * @param instance what the other side called itself
 * @param code of the Close frame, 1006 when it was cut without any (RFC 6455, section 7.4.1)
 * @param ended when that was seen
 * @param unheard words that were said and never heard again
 */
public record SocketVisit(int user, String release, String instance, int code, Instant ended, int unheard) {

    /** Cut without a word. */
    public static final int CUT = 1006;
}
