package dev.slipway.containers;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts in the words of Docker's command line. */
final class Sizes {

    private static final Pattern SIZE = Pattern.compile("(-?\\d+(?:\\.\\d+)?)\\s*([kmgtp]?)(?:i?b)?");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h)");
    private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000L);

    private Sizes() {}

    /** Bytes of {@code 64m}, {@code 1.5GiB}, {@code -1}: units are powers of 1024. */
    static long bytes(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException("write for example 512m");
        }
        int power = size.group(2).isEmpty() ? 0 : "kmgtp".indexOf(size.group(2)) + 1;
        return new BigDecimal(size.group(1))
                .multiply(BigDecimal.valueOf(1L << (10 * power)))
                .longValue();
    }

    /** Billionths of a processor. */
    static long nanoCpus(String text) {
        return new BigDecimal(text.strip()).multiply(BILLION).longValueExact();
    }

    /** Nanoseconds of Go's durations, such as {@code 1m30s}. */
    static long nanos(String text) {
        Matcher part = PART.matcher(text.strip());
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
            end = part.end();
        }
        if (end == 0 || end != text.strip().length()) {
            throw new IllegalArgumentException("write for example 10s or 1m30s");
        }
        return nanos.longValue();
    }

    private static long unit(String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(1).toNanos();
            case "m" -> Duration.ofMinutes(1).toNanos();
            case "s" -> Duration.ofSeconds(1).toNanos();
            case "ms" -> Duration.ofMillis(1).toNanos();
            case "ns" -> 1;
            default -> 1000;
        };
    }
}
