package dev.slipway.promql.template;

import dev.slipway.promql.format.FloatText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Numbers as people read them, with Prometheus' digits and units. */
final class Humanize {

    private static final List<String> LARGE = List.of("", "k", "M", "G", "T", "P", "E", "Z", "Y");
    private static final List<String> SMALL = List.of("", "m", "u", "n", "p", "f", "a", "z", "y");
    private static final List<String> BINARY = List.of("", "ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi");
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Humanize() {}

    private static boolean isPlain(double value) {
        return value == 0 || Double.isNaN(value) || Double.isInfinite(value);
    }

    private static String digits(double value) {
        return FloatText.general(value, 4);
    }

    static String decimal(double value) {
        if (isPlain(value)) {
            return digits(value);
        }
        return Math.abs(value) >= 1 ? scaled(value, 1000, LARGE) : magnified(value);
    }

    static String binary(double value) {
        boolean plain = Math.abs(value) <= 1 || isPlain(value);
        return plain ? digits(value) : scaled(value, 1024, BINARY);
    }

    private static String scaled(double value, double base, List<String> units) {
        double scaled = value;
        int unit = 0;
        while (Math.abs(scaled) >= base && unit < units.size() - 1) {
            scaled /= base;
            unit++;
        }
        return digits(scaled) + units.get(unit);
    }

    private static String magnified(double value) {
        double scaled = value;
        int unit = 0;
        while (Math.abs(scaled) < 1 && unit < SMALL.size() - 1) {
            scaled *= 1000;
            unit++;
        }
        return digits(scaled) + SMALL.get(unit);
    }

    static String percentage(double value) {
        return digits(value * 100) + "%";
    }

    static String duration(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return digits(value);
        } else if (value == 0) {
            return digits(value) + "s";
        }
        return Math.abs(value) >= 1 ? longDuration(value) : magnified(value) + "s";
    }

    private static String longDuration(double value) {
        String sign = value < 0 ? "-" : "";
        long total = (long) Math.abs(value);
        long seconds = total % 60;
        long minutes = total / 60 % 60;
        long hours = total / 3600 % 24;
        long days = total / 86_400;
        if (days != 0) {
            return sign + days + "d " + hours + "h " + minutes + "m " + seconds + "s";
        } else if (hours != 0) {
            return sign + hours + "h " + minutes + "m " + seconds + "s";
        } else if (minutes != 0) {
            return sign + minutes + "m " + seconds + "s";
        }
        return sign + digits(Math.abs(value)) + "s";
    }

    /** As Go prints a time in UTC. */
    static String timestamp(double seconds) {
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            return digits(seconds);
        }
        double nanos = seconds * 1e9;
        if (nanos > Long.MAX_VALUE || nanos < Long.MIN_VALUE) {
            throw new TemplateException(
                    -1,
                    FloatText.general(seconds)
                            + " cannot be represented as a nanoseconds timestamp since it overflows int64");
        }
        long whole = (long) nanos;
        String fraction = String.format(Locale.ROOT, ".%09d", Math.floorMod(whole, 1_000_000_000))
                .replaceAll("0+$", "");
        return SECONDS.format(Instant.EPOCH.plusNanos(whole)) + (fraction.equals(".") ? "" : fraction) + " +0000 UTC";
    }

    /** As Go prints a length of time: {@code 1h2m3.5s}. */
    static String goDuration(double seconds) {
        double abs = Math.abs(seconds);
        String sign = seconds < 0 ? "-" : "";
        if (abs == 0) {
            return "0s";
        } else if (abs < 1) {
            double scaled = abs < 1e-6 ? abs * 1e9 : abs < 1e-3 ? abs * 1e6 : abs * 1e3;
            return sign + FloatText.plain(scaled) + (abs < 1e-6 ? "ns" : abs < 1e-3 ? "µs" : "ms");
        }
        long whole = (long) abs;
        long hours = whole / 3600;
        long minutes = whole / 60 % 60;
        double rest = Math.round((abs - hours * 3600 - minutes * 60) * 1e9) / 1e9;
        String tail = FloatText.plain(rest) + "s";
        return sign + (hours > 0 ? hours + "h" : "") + (whole >= 60 ? minutes + "m" : "") + tail;
    }
}
