package dev.slipway.promql.template;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes times by Go's layouts, in which the parts of Mon Jan 2 15:04:05 MST 2006 stand for themselves. */
final class TimeLayout {

    /** Longer ones first where one begins with another; Java's word for each. */
    private static final List<Map.Entry<String, String>> PARTS = List.of(
            Map.entry("January", "MMMM"),
            Map.entry("Jan", "MMM"),
            Map.entry("Monday", "EEEE"),
            Map.entry("Mon", "EEE"),
            Map.entry("MST", "MST"),
            Map.entry("2006", "uuuu"),
            Map.entry("01", "MM"),
            Map.entry("02", "dd"),
            Map.entry("03", "hh"),
            Map.entry("04", "mm"),
            Map.entry("05", "ss"),
            Map.entry("06", "uu"),
            Map.entry("002", "DDD"),
            Map.entry("15", "HH"),
            Map.entry("Z07:00", "XXX"),
            Map.entry("Z0700", "XX"),
            Map.entry("-07:00", "xxx"),
            Map.entry("-0700", "xx"),
            Map.entry("-07", "x"),
            Map.entry("PM", "PM"),
            Map.entry("pm", "pm"),
            Map.entry("_2", "ppd"),
            Map.entry("1", "M"),
            Map.entry("2", "d"),
            Map.entry("3", "h"),
            Map.entry("4", "m"),
            Map.entry("5", "s"));

    private TimeLayout() {}

    static String format(String layout, ZonedDateTime time) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < layout.length()) {
            int fraction = fraction(layout, at);
            if (fraction > 0) {
                out.append(fraction(layout.substring(at, at + fraction), time));
                at += fraction;
                continue;
            }
            Map.Entry<String, String> part = part(layout, at);
            out.append(part == null ? String.valueOf(layout.charAt(at)) : written(part.getValue(), time));
            at += part == null ? 1 : part.getKey().length();
        }
        return out.toString();
    }

    private static Map.@Nullable Entry<String, String> part(String layout, int at) {
        return PARTS.stream()
                .filter(part -> layout.startsWith(part.getKey(), at))
                .findFirst()
                .orElse(null);
    }

    /** How many characters at this place ask for a fraction of the second: {@code .000} or {@code .999}. */
    private static int fraction(String layout, int at) {
        boolean starts = (layout.charAt(at) == '.' || layout.charAt(at) == ',') && at + 1 < layout.length();
        if (!starts || (layout.charAt(at + 1) != '0' && layout.charAt(at + 1) != '9')) {
            return 0;
        }
        char digit = layout.charAt(at + 1);
        int end = at + 1;
        while (end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        boolean digitFollows = end < layout.length() && Character.isDigit(layout.charAt(end));
        return digitFollows ? 0 : end - at;
    }

    private static String fraction(String asked, ZonedDateTime time) {
        int digits = Math.min(9, asked.length() - 1);
        String written = String.format(Locale.ROOT, "%09d", time.getNano()).substring(0, digits);
        if (asked.charAt(1) == '9') {
            String short9 = written.replaceFirst("0+$", "");
            return short9.isEmpty() ? "" : asked.charAt(0) + short9;
        }
        return asked.charAt(0) + written;
    }

    private static String written(String part, ZonedDateTime time) {
        return switch (part) {
            case "MST" -> zone(time);
            case "PM" -> time.getHour() < 12 ? "AM" : "PM";
            case "pm" -> time.getHour() < 12 ? "am" : "pm";
            default -> DateTimeFormatter.ofPattern(part, Locale.ENGLISH).format(time);
        };
    }

    private static String zone(ZonedDateTime time) {
        return time.getZone().equals(ZoneOffset.UTC)
                ? "UTC"
                : DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(time);
    }
}
