package dev.slipway.server.ui;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as people read them; the browser keeps the relative ones up to date. */
public final class Moments {

    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Moments() {}

    /** {@code 5 min ago}, {@code in 40 s}, {@code just now}. */
    public static String ago(Instant at, Instant now) {
        Duration distance = Duration.between(at, now);
        if (distance.abs().toSeconds() < 5) {
            return "just now";
        }
        String length = largestUnit(distance.abs());
        return distance.isNegative() ? "in " + length : length + " ago";
    }

    private static String largestUnit(Duration distance) {
        if (distance.toMinutes() < 1) {
            return distance.toSeconds() + " s";
        }
        if (distance.toHours() < 1) {
            return distance.toMinutes() + " min";
        }
        return distance.toDays() < 1 ? distance.toHours() + " h" : distance.toDays() + " d";
    }

    /** To the second, for the title of a relative one. */
    public static String exact(Instant at) {
        return EXACT.format(at);
    }
}
