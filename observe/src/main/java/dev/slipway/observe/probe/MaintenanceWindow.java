package dev.slipway.observe.probe;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A time of the day in which failures count for nothing.
 *
 * @param length at most a day
 * @param days on which it begins; empty for all
 */
public record MaintenanceWindow(LocalTime start, Duration length, ZoneId zone, Set<DayOfWeek> days) {

    public MaintenanceWindow {
        days = Set.copyOf(days);
    }

    /** True within the window that began today or yesterday. */
    public boolean contains(Instant moment) {
        LocalDate today = moment.atZone(zone).toLocalDate();
        return Stream.of(today, today.minusDays(1)).anyMatch(day -> contains(day, moment));
    }

    private boolean contains(LocalDate day, Instant moment) {
        Instant begin = ZonedDateTime.of(day, start, zone).toInstant();
        boolean counts = days.isEmpty() || days.contains(day.getDayOfWeek());
        return counts && !moment.isBefore(begin) && moment.isBefore(begin.plus(length));
    }
}
