package dev.slipway.promql.engine;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/** Values as times in UTC. */
final class Calendar {

    private Calendar() {}

    static Map<String, DoubleUnaryOperator> functions() {
        return Map.of(
                "year", of(ZonedDateTime::getYear),
                "month", of(ZonedDateTime::getMonthValue),
                "day_of_month", of(ZonedDateTime::getDayOfMonth),
                "day_of_week", of(time -> time.getDayOfWeek().getValue() % 7),
                "day_of_year", of(ZonedDateTime::getDayOfYear),
                "days_in_month", of(time -> time.toLocalDate().lengthOfMonth()),
                "hour", of(ZonedDateTime::getHour),
                "minute", of(ZonedDateTime::getMinute));
    }

    /** A value that is no time has no calendar. */
    private static DoubleUnaryOperator of(ToIntFunction<ZonedDateTime> field) {
        return seconds -> {
            boolean time = seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond();
            return time ? field.applyAsInt(Instant.ofEpochSecond((long) seconds).atZone(ZoneOffset.UTC)) : Double.NaN;
        };
    }
}
