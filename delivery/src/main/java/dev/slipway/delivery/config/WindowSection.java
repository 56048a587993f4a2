package dev.slipway.delivery.config;

import dev.slipway.delivery.config.Gates.DailyWindow;
import dev.slipway.delivery.config.Gates.DatedWindow;
import dev.slipway.delivery.config.Gates.WeeklyWindow;
import dev.slipway.delivery.config.Gates.Window;
import dev.slipway.kernel.Problem;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of a freeze or a deploy window. Which of the three kinds it is follows from how its ends are written. */
final class WindowSection {

    private static final Key<List<DayOfWeek>> DAYS = Key.optional(
            "days", new ListShape<>(Plains.DAY, 1), "Days on which a window between two times of the day begins.");
    private static final Key<String> FROM = Key.required(
            "from",
            Plains.TEXT,
            "Start: a time (`\"12:00\"`), a day and a time (`\"fri 12:00\"`), or a date and a time"
                    + " (`\"2026-12-23T18:00\"`).");
    private static final Key<String> UNTIL = Key.required(
            "until", Plains.TEXT, "End, written like `from`; a time before `from` is that of the next day.");
    private static final Key<ZoneId> ZONE =
            Key.fallback("timeZone", Plains.ZONE, "UTC", "In which the times are meant, such as Europe/Berlin.");
    private static final Key<String> FREEZE_REASON =
            Key.fallback("reason", Plains.TEXT, "freeze window", "Shown to those who wait.");
    private static final Key<String> DEPLOY_REASON =
            Key.fallback("reason", Plains.TEXT, "deploy window", "Shown to those who wait.");

    static final Section<Window> FREEZE = Section.of(
            "A time in which no rollout starts. What runs goes on; a rollback is never frozen.",
            List.of(DAYS, FROM, UNTIL, ZONE, FREEZE_REASON),
            filled -> window(filled, FREEZE_REASON));

    static final Section<Window> DEPLOY = Section.of(
            "A time in which rollouts may start. What runs at its end goes on; a rollback needs no window.",
            List.of(DAYS, FROM, UNTIL, ZONE, DEPLOY_REASON),
            filled -> window(filled, DEPLOY_REASON));

    private WindowSection() {}

    private static Window window(Filled filled, Key<String> reason) {
        String from = filled.get(FROM);
        if (from.matches("[0-9]{1,2}:.*")) {
            return daily(filled, reason);
        }
        if (filled.written(DAYS)) {
            throw Plains.bad(
                    "bad-freeze",
                    "'days' goes with times of the day alone, such as \"12:00\"",
                    "remove 'days', or write from and until as times");
        }
        return Character.isDigit(from.charAt(0)) ? dated(filled, reason) : weekly(filled, reason);
    }

    private static Window daily(Filled filled, Key<String> reason) {
        Set<DayOfWeek> days =
                filled.find(DAYS).<Set<DayOfWeek>>map(EnumSet::copyOf).orElseGet(() -> EnumSet.allOf(DayOfWeek.class));
        LocalTime from = time(filled.get(FROM));
        LocalTime until = time(filled.get(UNTIL));
        refuseEmpty(from.equals(until));
        return new DailyWindow(Set.copyOf(days), from, until, filled.get(ZONE), filled.get(reason));
    }

    private static Window weekly(Filled filled, Key<String> reason) {
        DayAndTime from = dayAndTime(filled.get(FROM));
        DayAndTime until = dayAndTime(filled.get(UNTIL));
        refuseEmpty(from.equals(until));
        return new WeeklyWindow(
                from.day(), from.time(), until.day(), until.time(), filled.get(ZONE), filled.get(reason));
    }

    private static Window dated(Filled filled, Key<String> reason) {
        Instant from = instant(filled.get(FROM), filled.get(ZONE));
        Instant until = instant(filled.get(UNTIL), filled.get(ZONE));
        refuseEmpty(!from.isBefore(until));
        return new DatedWindow(from, until, filled.get(ZONE), filled.get(reason));
    }

    private static void refuseEmpty(boolean empty) {
        if (empty) {
            throw Plains.bad("bad-freeze", "the window ends before it starts", "swap from and until");
        }
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text.length() == 4 ? "0" + text : text);
        } catch (DateTimeException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-time",
                    "'" + text + "' is no time of the day",
                    "write it like \"09:30\"; the last minute is \"23:59\"",
                    e);
        }
    }

    private record DayAndTime(DayOfWeek day, LocalTime time) {}

    private static DayAndTime dayAndTime(String text) {
        String[] parts = text.strip().split("\\s+");
        if (parts.length != 2) {
            throw Plains.bad("bad-time", "'" + text + "' is no day with a time", "write it like \"fri 12:00\"");
        }
        return new DayAndTime(Plains.DAY.parse().apply(parts[0]), time(parts[1]));
    }

    private static Instant instant(String text, ZoneId zone) {
        return Optional.of(text)
                .filter(written -> written.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})$"))
                .map(written ->
                        parse(written, () -> OffsetDateTime.parse(written).toInstant()))
                .orElseGet(() ->
                        parse(text, () -> LocalDateTime.parse(text).atZone(zone).toInstant()));
    }

    private static Instant parse(String text, java.util.function.Supplier<Instant> parser) {
        try {
            return parser.get();
        } catch (DateTimeException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-time",
                    "'" + text + "' is no date with a time",
                    "write it like \"2026-12-23T18:00\" or \"2026-12-23T18:00:00Z\"",
                    e);
        }
    }
}
