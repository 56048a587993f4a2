package dev.slipway.server.run;

import java.time.Instant;

/**
 * Writes instants in the form of ISO 8601, in microseconds, for lines that come by the hundred thousand: what is before the
 * point is kept for as long as the second lasts. Not safe for use by several threads.
 */
final class TimeText {

    private static final int MICROS = 1_000_000;

    private long second = Long.MIN_VALUE;
    private String upToPoint = "";

    String text(Instant at) {
        if (at.getEpochSecond() != second) {
            second = at.getEpochSecond();
            String whole = Instant.ofEpochSecond(second).toString();
            upToPoint = whole.substring(0, whole.length() - 1) + ".";
        }
        String micros = Integer.toString(MICROS + at.getNano() / 1000);
        return upToPoint + micros.substring(1) + "Z";
    }
}
