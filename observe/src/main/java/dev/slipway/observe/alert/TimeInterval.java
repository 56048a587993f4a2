package dev.slipway.observe.alert;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/** Times that recur, such as weekends: any of its spans. */
public record TimeInterval(List<Span> spans) {

    public TimeInterval {
        spans = List.copyOf(spans);
    }

    /** True when the moment lies in one of the spans. */
    public boolean contains(Instant moment) {
        return spans.stream().anyMatch(span -> span.contains(moment.atZone(span.zone())));
    }

    /** All of its parts must hold; an empty list holds always. */
    public record Span(
            List<Clock> times,
            List<Range> weekdays,
            List<Range> daysOfMonth,
            List<Range> months,
            List<Range> years,
            ZoneId zone) {

        public Span {
            times = List.copyOf(times);
            weekdays = List.copyOf(weekdays);
            daysOfMonth = List.copyOf(daysOfMonth);
            months = List.copyOf(months);
            years = List.copyOf(years);
        }

        boolean contains(ZonedDateTime moment) {
            int length = moment.toLocalDate().lengthOfMonth();
            return (times.isEmpty() || times.stream().anyMatch(time -> time.contains(moment.toLocalTime())))
                    && holds(weekdays, moment.getDayOfWeek().getValue() % 7)
                    && (daysOfMonth.isEmpty()
                            || daysOfMonth.stream()
                                    .map(range -> range.fromEnd(length))
                                    .anyMatch(range -> range.contains(moment.getDayOfMonth())))
                    && holds(months, moment.getMonthValue())
                    && holds(years, moment.getYear());
        }

        private static boolean holds(List<Range> ranges, int value) {
            return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(value));
        }
    }

    /**
     * Minutes of the day.
     *
     * @param end excluded; 1440 for midnight
     */
    public record Clock(int start, int end) {
        boolean contains(LocalTime time) {
            int minute = time.getHour() * 60 + time.getMinute();
            return minute >= start && minute < end;
        }
    }

    /** Both ends included. */
    public record Range(int first, int last) {
        boolean contains(int value) {
            return value >= first && value <= last;
        }

        /** Negative days count from the month's end. */
        Range fromEnd(int length) {
            return new Range(first < 0 ? length + first + 1 : first, last < 0 ? length + last + 1 : last);
        }
    }
}
