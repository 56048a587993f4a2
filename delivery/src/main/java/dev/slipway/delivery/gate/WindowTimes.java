package dev.slipway.delivery.gate;

import dev.slipway.delivery.config.Gates;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** When a window is open, in the wall-clock time of its zone, daylight saving included. */
final class WindowTimes {

    private WindowTimes() {}

    /** The end of the window that holds the instant; absent when it is not open. */
    static Optional<Instant> endAt(Gates.Window window, Instant now) {
        return switch (window) {
            case Gates.WeeklyWindow weekly -> weekly(weekly, now);
            case Gates.DailyWindow daily -> daily(daily, now);
            case Gates.DatedWindow dated ->
                now.isBefore(dated.from()) || !now.isBefore(dated.until())
                        ? Optional.empty()
                        : Optional.of(dated.until());
        };
    }

    /** When it opens after the instant; absent when it never does again. */
    static Optional<Instant> nextAt(Gates.Window window, Instant now) {
        return switch (window) {
            case Gates.WeeklyWindow weekly -> nextDay(weekly.zone(), weekly.from(), Set.of(weekly.fromDay()), now);
            case Gates.DailyWindow daily -> nextDay(daily.zone(), daily.from(), daily.days(), now);
            case Gates.DatedWindow dated -> now.isBefore(dated.from()) ? Optional.of(dated.from()) : Optional.empty();
        };
    }

    private static Optional<Instant> nextDay(ZoneId zone, LocalTime from, Set<DayOfWeek> days, Instant now) {
        ZonedDateTime local = now.atZone(zone);
        return IntStream.rangeClosed(0, DayOfWeek.values().length)
                .mapToObj(ahead -> atTime(local.plusDays(ahead), from, zone))
                .filter(begin -> days.contains(begin.getDayOfWeek()) && begin.isAfter(local))
                .findFirst()
                .map(ZonedDateTime::toInstant);
    }

    private static Optional<Instant> weekly(Gates.WeeklyWindow window, Instant now) {
        ZonedDateTime local = now.atZone(window.zone());
        ZonedDateTime begin =
                atTime(local.with(TemporalAdjusters.previousOrSame(window.fromDay())), window.from(), window.zone());
        if (begin.isAfter(local)) {
            begin = begin.minusWeeks(1);
        }
        ZonedDateTime end =
                atTime(begin.with(TemporalAdjusters.nextOrSame(window.untilDay())), window.until(), window.zone());
        if (!end.isAfter(begin)) {
            end = end.plusWeeks(1);
        }
        return local.isBefore(end) ? Optional.of(end.toInstant()) : Optional.empty();
    }

    private static Optional<Instant> daily(Gates.DailyWindow window, Instant now) {
        ZonedDateTime local = now.atZone(window.zone());
        for (int daysAgo = 0; daysAgo <= 1; daysAgo++) {
            ZonedDateTime begin = atTime(local.minusDays(daysAgo), window.from(), window.zone());
            DayOfWeek day = begin.getDayOfWeek();
            ZonedDateTime end = atTime(begin, window.until(), window.zone());
            if (!end.isAfter(begin)) {
                end = end.plusDays(1);
            }
            if (window.days().contains(day) && !local.isBefore(begin) && local.isBefore(end)) {
                return Optional.of(end.toInstant());
            }
        }
        return Optional.empty();
    }

    private static ZonedDateTime atTime(ZonedDateTime day, LocalTime time, ZoneId zone) {
        return ZonedDateTime.of(day.toLocalDate(), time, zone);
    }
}
