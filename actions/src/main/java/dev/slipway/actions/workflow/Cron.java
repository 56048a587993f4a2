package dev.slipway.actions.workflow;

import dev.slipway.kernel.Problem;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A POSIX cron line: minute, hour, day of month, month, day of week. As in cron, a day matches when either of the
 * two day fields does, provided that both are restricted.
 *
 * @param zone whose clock it follows, UTC where nothing else is written
 */
public record Cron(
        String line, ZoneId zone, BitSet minutes, BitSet hours, BitSet days, BitSet months, BitSet weekdays) {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final List<Integer> PLACES = List.of(60, 24, 31, 12, 7);
    private static final int SEARCHED_YEARS = 8;

    /**
     * @throws Problem with code {@code bad-cron} where the line says nothing that cron knows
     */
    public static Cron parse(String line) {
        return parse(line, ZoneOffset.UTC);
    }

    /** The same by the clock of a zone. */
    public static Cron parse(String line, ZoneId zone) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length != 5) {
            throw bad(line, "it has " + fields.length + " fields");
        }
        BitSet weekdays = field(line, fields[4], 0, 7, WEEKDAYS, 0);
        if (weekdays.get(7)) {
            weekdays.set(0);
        }
        return new Cron(
                line.strip(),
                zone,
                field(line, fields[0], 0, 59, List.of(), 0),
                field(line, fields[1], 0, 23, List.of(), 0),
                field(line, fields[2], 1, 31, List.of(), 0),
                field(line, fields[3], 1, 12, MONTHS, 1),
                weekdays);
    }

    /** A step as long as its field, such as {@code *}{@code /60} for minutes: it never comes to a second place. */
    public Optional<String> vainStep() {
        String[] fields = line.split("\\s+");
        return IntStream.range(0, PLACES.size())
                .mapToObj(field -> vainStep(fields[field], PLACES.get(field)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> vainStep(String field, int places) {
        return Stream.of(field.split(","))
                .filter(part -> part.contains("/"))
                .filter(part -> Integer.parseInt(part.substring(part.indexOf('/') + 1)) >= places)
                .findFirst();
    }

    /** The first minute after the instant that the line names; absent where there is none, such as on 30 February. */
    public Optional<Instant> next(Instant after) {
        ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        ZonedDateTime end = time.plusYears(SEARCHED_YEARS);
        while (time.isBefore(end)) {
            if (!months.get(time.getMonthValue())) {
                time = time.plusMonths(1).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
            } else if (!dayMatches(time)) {
                time = time.plusDays(1).truncatedTo(ChronoUnit.DAYS);
            } else if (!hours.get(time.getHour())) {
                time = time.plusHours(1).truncatedTo(ChronoUnit.HOURS);
            } else if (!minutes.get(time.getMinute())) {
                time = time.plusMinutes(1);
            } else {
                return Optional.of(time.toInstant());
            }
        }
        return Optional.empty();
    }

    private boolean dayMatches(ZonedDateTime time) {
        String[] fields = line.split("\\s+");
        boolean day = days.get(time.getDayOfMonth());
        boolean weekday = weekdays.get(time.getDayOfWeek().getValue() % 7);
        boolean bothRestricted = !fields[2].startsWith("*") && !fields[4].startsWith("*");
        return bothRestricted ? day || weekday : day && weekday;
    }

    private static BitSet field(String line, String field, int low, int high, List<String> names, int firstName) {
        BitSet set = new BitSet();
        for (String part : field.split(",", -1)) {
            String[] stepped = part.split("/", -1);
            int step = stepped.length == 2 ? step(line, stepped[1]) : 1;
            String[] range = stepped[0].split("-", -1);
            if (stepped.length > 2 || range.length > 2) {
                throw bad(line, "'" + part + "' is no range");
            }
            boolean all = stepped[0].equals("*");
            int from = all ? low : number(line, range[0], low, high, names, firstName);
            int single = stepped.length == 2 ? high : from;
            int to = all ? high : range.length == 2 ? number(line, range[1], low, high, names, firstName) : single;
            if (from > to) {
                throw bad(line, "'" + part + "' runs backwards");
            }
            for (int i = from; i <= to; i += step) {
                set.set(i);
            }
        }
        return set;
    }

    /** Also one beyond the field's end, as in cron: then the first place alone is meant. */
    private static int step(String line, String word) {
        int step = word.matches("[0-9]{1,4}") ? Integer.parseInt(word) : 0;
        if (step == 0) {
            throw bad(line, "'" + word + "' is no step");
        }
        return step;
    }

    private static int number(String line, String word, int low, int high, List<String> names, int firstName) {
        int name = names.indexOf(word.toLowerCase(Locale.ROOT));
        if (name >= 0) {
            return name + firstName;
        }
        int number = word.matches("[0-9]{1,2}") ? Integer.parseInt(word) : -1;
        if (number < low || number > high) {
            throw bad(line, "'" + word + "' is not between " + low + " and " + high);
        }
        return number;
    }

    private static Problem bad(String line, String why) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-cron",
                "'" + line + "' is no cron line: " + why,
                "write minute, hour, day of month, month and day of week, for example '30 5 * * 1-5'");
    }

    @Override
    public String toString() {
        return line;
    }
}
