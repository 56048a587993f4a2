package dev.slipway.observe.oncall;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/**
 * What happened, told once a day or a week.
 *
 * @param tell a receiver or a rotation
 * @param day of the week; empty for every day
 */
public record Digest(String name, String tell, LocalTime at, Optional<DayOfWeek> day, ZoneId zone) {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    /** The newest time at which it was due. */
    public Instant due(Instant now) {
        ZonedDateTime today = now.atZone(zone).with(at);
        ZonedDateTime due = day.map(wanted -> today.with(TemporalAdjusters.previousOrSame(wanted)))
                .orElse(today);
        return (due.toInstant().isAfter(now) ? due.minus(span()) : due).toInstant();
    }

    /** The time after that. */
    public Instant next(Instant now) {
        return due(now).atZone(zone).plusDays(span().toDays()).toInstant();
    }

    /** What it tells of. */
    public Duration span() {
        return day.isPresent() ? WEEK : DAY;
    }
}
