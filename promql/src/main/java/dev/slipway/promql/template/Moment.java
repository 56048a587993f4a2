package dev.slipway.promql.template;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A time in templates: {@code .StartsAt.Format "15:04"}, {@code .StartsAt.Unix}, {@code .StartsAt.UTC}. */
public record Moment(ZonedDateTime time) implements FieldSource {

    /** As Go writes a time that was given no layout. */
    private static final String PLAIN = "2006-01-02 15:04:05.999999999 -0700 MST";

    public static Moment of(Instant time) {
        return new Moment(time.atZone(ZoneOffset.UTC));
    }

    Moment in(ZoneId zone) {
        return new Moment(time.withZoneSameInstant(zone));
    }

    @Override
    public Optional<Object> field(String name) {
        return switch (name) {
            case "UTC", "Local" -> Optional.of(in(ZoneOffset.UTC));
            case "Unix" -> Optional.of(time.toEpochSecond());
            case "UnixMilli" -> Optional.of(time.toInstant().toEpochMilli());
            case "Year" -> Optional.of((long) time.getYear());
            case "Day" -> Optional.of((long) time.getDayOfMonth());
            case "Hour" -> Optional.of((long) time.getHour());
            case "Minute" -> Optional.of((long) time.getMinute());
            case "Second" -> Optional.of((long) time.getSecond());
            case "IsZero" -> Optional.of(time.getYear() == 1);
            case "String" -> Optional.of(toString());
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Object> call(String name, List<@Nullable Object> arguments) {
        boolean formats = name.equals("Format") && arguments.size() == 1;
        return formats ? Optional.of(format(Functions.text(arguments, 0, "Format"))) : Optional.empty();
    }

    String format(String layout) {
        return TimeLayout.format(layout, time);
    }

    @Override
    public String toString() {
        return format(PLAIN);
    }
}
