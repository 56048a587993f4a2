package dev.slipway.delivery.gate;

import dev.slipway.delivery.config.Gates;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/** When a freeze is in force, in the wall-clock time of its zone, daylight saving included. */
final class FreezeWindow {

    private FreezeWindow() {}

    /** The end of the window that holds the instant; absent when the freeze is not in force. */
    static Optional<Instant> endAt(Gates.Freeze freeze, Instant now) {
        return switch (freeze) {
            case Gates.WeeklyFreeze weekly -> weekly(weekly, now);
            case Gates.DailyFreeze daily -> daily(daily, now);
            case Gates.DatedFreeze dated ->
                now.isBefore(dated.from()) || !now.isBefore(dated.until())
                        ? Optional.empty()
                        : Optional.of(dated.until());
        };
    }

    private static Optional<Instant> weekly(Gates.WeeklyFreeze freeze, Instant now) {
        ZonedDateTime local = now.atZone(freeze.zone());
        ZonedDateTime begin =
                atTime(local.with(TemporalAdjusters.previousOrSame(freeze.fromDay())), freeze.from(), freeze.zone());
        if (begin.isAfter(local)) {
            begin = begin.minusWeeks(1);
        }
        ZonedDateTime end =
                atTime(begin.with(TemporalAdjusters.nextOrSame(freeze.untilDay())), freeze.until(), freeze.zone());
        if (!end.isAfter(begin)) {
            end = end.plusWeeks(1);
        }
        return local.isBefore(end) ? Optional.of(end.toInstant()) : Optional.empty();
    }

    private static Optional<Instant> daily(Gates.DailyFreeze freeze, Instant now) {
        ZonedDateTime local = now.atZone(freeze.zone());
        for (int daysAgo = 0; daysAgo <= 1; daysAgo++) {
            ZonedDateTime begin = atTime(local.minusDays(daysAgo), freeze.from(), freeze.zone());
            DayOfWeek day = begin.getDayOfWeek();
            ZonedDateTime end = atTime(begin, freeze.until(), freeze.zone());
            if (!end.isAfter(begin)) {
                end = end.plusDays(1);
            }
            if (freeze.days().contains(day) && !local.isBefore(begin) && local.isBefore(end)) {
                return Optional.of(end.toInstant());
            }
        }
        return Optional.empty();
    }

    private static ZonedDateTime atTime(ZonedDateTime day, LocalTime time, ZoneId zone) {
        return ZonedDateTime.of(day.toLocalDate(), time, zone);
    }
}
