package dev.slipway.delivery.gate;

import dev.slipway.delivery.config.Gates;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * When a window is open, in the wall-clock time of its zone. Where summer time begins, a time that the clock leaps over
 * is as much later as it leaps, and a window that lies in the leap alone stays closed; where it ends, a time that comes
 * twice begins a window the first time and ends it the second, so that it is open whenever the clock says so.
 */
final class WindowTimes {

    /** The longest windows begin a week before they end, and some begin next a week later. */
    private static final int WEEK = 7;

    private static final int MOST_STEPS = 2000;

    private WindowTimes() {}

    /** A time at which a window lets rollouts start. */
    record Opening(Gates.Window window, Instant at) {}

    /** One time that a window is open. */
    private record Span(Instant begin, Instant end) {

        static Span of(LocalDate first, LocalTime from, LocalDate last, LocalTime until, ZoneId zone) {
            return new Span(
                    first.atTime(from).atZone(zone).toInstant(),
                    last.atTime(until).atZone(zone).withLaterOffsetAtOverlap().toInstant());
        }

        boolean isAnything() {
            return begin.isBefore(end);
        }

        boolean holds(Instant instant) {
            return !instant.isBefore(begin) && instant.isBefore(end);
        }
    }

    /** The end of the window that holds the instant; absent when it is not open. */
    static Optional<Instant> endAt(Gates.Window window, Instant now) {
        return around(window, now)
                .filter(span -> span.holds(now))
                .map(Span::end)
                .max(Comparator.naturalOrder());
    }

    /** When it opens after the instant; absent when it never does again. */
    static Optional<Instant> nextAt(Gates.Window window, Instant now) {
        return around(window, now)
                .filter(Span::isAnything)
                .map(Span::begin)
                .filter(begin -> begin.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    /**
     * The first time after the instant when one of the windows is open and none of the freezes in force; absent when
     * there is none within the steps that are looked at, which are more than two years of daily windows.
     */
    static Optional<Opening> opening(List<Gates.Window> windows, List<Gates.Window> freezes, Instant now) {
        Instant at = now;
        for (int step = 0; step < MOST_STEPS; step++) {
            Instant looked = at;
            Optional<Instant> thaw = freezes.stream()
                    .flatMap(freeze -> endAt(freeze, looked).stream())
                    .max(Comparator.naturalOrder());
            Optional<Gates.Window> open = windows.stream()
                    .filter(window -> endAt(window, looked).isPresent())
                    .findFirst();
            if (thaw.isEmpty() && open.isPresent()) {
                return Optional.of(new Opening(open.get(), looked));
            }
            Optional<Instant> next = thaw.or(() -> windows.stream()
                    .flatMap(window -> nextAt(window, looked).stream())
                    .min(Comparator.naturalOrder()));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.empty();
    }

    /** The spans of two weeks before and after the instant, in which the clock is set once at most. */
    private static Stream<Span> around(Gates.Window window, Instant now) {
        return switch (window) {
            case Gates.WeeklyWindow weekly -> weeks(weekly, now);
            case Gates.DailyWindow daily -> days(daily, now);
            case Gates.DatedWindow dated -> Stream.of(new Span(dated.from(), dated.until()));
        };
    }

    private static Stream<Span> weeks(Gates.WeeklyWindow window, Instant now) {
        LocalDate today = now.atZone(window.zone()).toLocalDate();
        LocalDate recent = today.with(TemporalAdjusters.previousOrSame(window.fromDay()));
        long days =
                Math.floorMod(window.untilDay().getValue() - window.fromDay().getValue(), WEEK);
        long length = days == 0 && !window.until().isAfter(window.from()) ? WEEK : days;
        return IntStream.rangeClosed(-1, 2)
                .mapToObj(recent::plusWeeks)
                .map(day -> Span.of(day, window.from(), day.plusDays(length), window.until(), window.zone()));
    }

    private static Stream<Span> days(Gates.DailyWindow window, Instant now) {
        LocalDate today = now.atZone(window.zone()).toLocalDate();
        long length = window.until().isAfter(window.from()) ? 0 : 1;
        return IntStream.rangeClosed(-1, 2 * WEEK)
                .mapToObj(today::plusDays)
                .filter(day -> window.days().contains(day.getDayOfWeek()))
                .map(day -> Span.of(day, window.from(), day.plusDays(length), window.until(), window.zone()));
    }
}
