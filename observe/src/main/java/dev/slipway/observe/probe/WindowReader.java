package dev.slipway.observe.probe;

import dev.slipway.observe.config.Fields;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads maintenance windows: {@code {start: 23:00, duration: 1h, timezone: Europe/Berlin, every: [Monday]}}. */
final class WindowReader {

    private static final Duration DAY = Duration.ofDays(1);

    private WindowReader() {}

    static List<MaintenanceWindow> read(Fields outer, String key) {
        List<MaintenanceWindow> windows = new ArrayList<>();
        outer.mappings(key).forEach(fields -> window(fields).ifPresent(windows::add));
        return windows;
    }

    private static Optional<MaintenanceWindow> window(Fields fields) {
        boolean enabled = fields.flag("enabled", true);
        Optional<LocalTime> start = fields.required("start").flatMap(text -> time(fields, text));
        Duration length = fields.duration("duration", Duration.ZERO);
        if (length.isZero() || length.compareTo(DAY) > 0) {
            fields.refuse("duration", "bad-value", "a window lasts up to a day", "write duration: 1h");
        }
        ZoneId zone = fields.value("timezone", WindowReader::zone, "a zone such as Europe/Berlin", ZoneOffset.UTC);
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String day : fields.texts("every")) {
            day(day).ifPresentOrElse(
                            days::add,
                            () -> fields.refuse(
                                    "every",
                                    "bad-value",
                                    "'" + day + "' is no day of the week",
                                    "write Monday to Sunday"));
        }
        fields.end();
        return start.filter(_ -> enabled).map(begin -> new MaintenanceWindow(begin, length, zone, days));
    }

    private static Optional<LocalTime> time(Fields fields, String text) {
        try {
            return Optional.of(LocalTime.parse(text));
        } catch (DateTimeException e) {
            fields.refuse("start", "bad-value", "'" + text + "' is no time of the day", "write 23:00");
            return Optional.empty();
        }
    }

    private static Optional<ZoneId> zone(String text) {
        try {
            return Optional.of(ZoneId.of(text));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<DayOfWeek> day(String text) {
        try {
            return Optional.of(DayOfWeek.valueOf(text.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
