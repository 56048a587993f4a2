package dev.slipway.observe.alert;

import dev.slipway.observe.config.Fields;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times that recur. */
final class TimeReader {

    private static final List<String> DAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final List<String> MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final Pattern CLOCK = Pattern.compile("(\\d{2}):(\\d{2})");

    private TimeReader() {}

    static TimeInterval interval(Fields fields) {
        List<TimeInterval.Span> spans = new ArrayList<>();
        for (Fields span : fields.mappings("time_intervals")) {
            spans.add(new TimeInterval.Span(
                    clocks(span),
                    ranges(span, "weekdays", DAYS, 0, 0, 6),
                    ranges(span, "days_of_month", List.of(), 0, -31, 31),
                    ranges(span, "months", MONTHS, 1, 1, 12),
                    ranges(span, "years", List.of(), 0, 0, 9999),
                    span.value("location", TimeReader::zone, "a zone such as Europe/Berlin", ZoneOffset.UTC)));
            span.end();
        }
        return new TimeInterval(spans);
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static List<TimeInterval.Clock> clocks(Fields span) {
        List<TimeInterval.Clock> clocks = new ArrayList<>();
        for (Fields time : span.mappings("times")) {
            int start = time.value("start_time", TimeReader::minutes, "HH:MM", 0);
            int end = time.value("end_time", TimeReader::minutes, "HH:MM", 1440);
            if (start >= end) {
                time.refuse(
                        "end_time", "bad-value", "the end is not after the start", "write two spans around midnight");
            }
            time.end();
            clocks.add(new TimeInterval.Clock(start, end));
        }
        return clocks;
    }

    private static Optional<Integer> minutes(String text) {
        Matcher match = CLOCK.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        int minutes = Integer.parseInt(match.group(1)) * 60 + Integer.parseInt(match.group(2));
        return minutes <= 1440 && Integer.parseInt(match.group(2)) < 60 ? Optional.of(minutes) : Optional.empty();
    }

    private static List<TimeInterval.Range> ranges(
            Fields span, String key, List<String> words, int firstWord, int least, int most) {
        List<TimeInterval.Range> ranges = new ArrayList<>();
        for (String text : span.texts(key)) {
            String[] ends = text.toLowerCase(Locale.ROOT).split(":", 2);
            Optional<Integer> first = number(ends[0].strip(), words, firstWord);
            Optional<Integer> last = ends.length == 1 ? first : number(ends[1].strip(), words, firstWord);
            if (first.isEmpty() || last.isEmpty() || first.get() < least || last.get() > most) {
                span.refuse(key, "bad-value", "'" + text + "' is not what '" + key + "' expects", "write first:last");
            } else {
                ranges.add(new TimeInterval.Range(first.get(), last.get()));
            }
        }
        return ranges;
    }

    private static Optional<Integer> number(String text, List<String> words, int firstWord) {
        int word = words.indexOf(text);
        if (word >= 0) {
            return Optional.of(word + firstWord);
        }
        return text.matches("-?\\d{1,4}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
