package dev.slipway.server.run;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes instants in the form of ISO 8601, in microseconds, for lines that come by the hundred thousand: what is before the
 * point is kept for as long as the second lasts. Not safe for use by several threads.
 */
final class TimeText {

    private static final int DIGITS = 6;

    private long second = Long.MIN_VALUE;
    private byte[] upToPoint = {};

    /**
     * Writes an instant among the bytes, 34 of them at most.
     *
     * @param index where its first byte goes
     * @return where the next byte goes
     */
    int put(Instant instant, byte[] into, int index) {
        if (instant.getEpochSecond() != second) {
            second = instant.getEpochSecond();
            String whole = Instant.ofEpochSecond(second).toString();
            upToPoint = (whole.substring(0, whole.length() - 1) + ".").getBytes(StandardCharsets.US_ASCII);
        }
        System.arraycopy(upToPoint, 0, into, index, upToPoint.length);
        int end = index + upToPoint.length + DIGITS;
        int rest = instant.getNano() / 1000;
        for (int at = end - 1; at >= end - DIGITS; at--) {
            into[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        into[end] = 'Z';
        return end + 1;
    }
}
