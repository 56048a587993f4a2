package dev.slipway.delivery.config;

import dev.slipway.kernel.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 1m30s}, {@code 256MiB}. */
public final class Quantity {

    static final String DURATION_PATTERN = "^([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+$";
    static final String BYTES_PATTERN = "^[0-9]+(\\.[0-9]+)?(B|[kKMG]B?|[KMG]iB?)$";

    private static final Pattern DURATION_PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");
    private static final Pattern BYTES = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-zA-Z]+)");
    private static final long LONGEST_MILLIS = Duration.ofDays(36_500).toMillis();

    private static final Map<String, Long> MILLIS = orderedUnits();
    private static final Map<String, Long> SIZES = Map.ofEntries(
            Map.entry("B", 1L),
            Map.entry("K", 1_000L),
            Map.entry("k", 1_000L),
            Map.entry("M", 1_000_000L),
            Map.entry("G", 1_000_000_000L),
            Map.entry("Ki", 1L << 10),
            Map.entry("Mi", 1L << 20),
            Map.entry("Gi", 1L << 30));

    private Quantity() {}

    private static Map<String, Long> orderedUnits() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("d", 86_400_000L);
        units.put("h", 3_600_000L);
        units.put("m", 60_000L);
        units.put("s", 1_000L);
        units.put("ms", 1L);
        return units;
    }

    /** @throws Problem code {@code bad-duration} */
    public static Duration duration(String text) {
        if (!text.matches(DURATION_PATTERN)) {
            String hint =
                    text.matches("[0-9]+") ? "add the unit: " + text + "s" : "write it like 500ms, 10s, 1m30s or 2h";
            throw invalid("bad-duration", "'" + text + "' is no duration", hint);
        }
        BigDecimal millis = BigDecimal.ZERO;
        Matcher part = DURATION_PART.matcher(text);
        while (part.find()) {
            millis = millis.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
        }
        if (millis.compareTo(BigDecimal.valueOf(LONGEST_MILLIS)) > 0) {
            throw invalid("bad-duration", "'" + text + "' is longer than a hundred years", null);
        }
        return Duration.ofMillis(millis.longValue());
    }

    private static long unit(String name) {
        Long millis = MILLIS.get(name);
        if (millis == null) {
            throw new IllegalStateException("the pattern lets no other unit through than " + MILLIS.keySet());
        }
        return millis;
    }

    /** The shortest way to write it; whole milliseconds. */
    public static String text(Duration duration) {
        long left = duration.toMillis();
        if (left == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Long> unit : MILLIS.entrySet()) {
            long count = left / unit.getValue();
            left %= unit.getValue();
            if (count > 0) {
                text.append(count).append(unit.getKey());
            }
        }
        return text.toString();
    }

    /**
     * @return bytes
     * @throws Problem code {@code bad-size}
     */
    public static long bytes(String text) {
        Matcher matcher = BYTES.matcher(text);
        if (!text.matches(BYTES_PATTERN) || !matcher.matches()) {
            throw invalid("bad-size", "'" + text + "' is no size", "write it like 256MiB, 1GiB or 500MB");
        }
        String unit = matcher.group(2);
        Long factor = SIZES.get(unit.length() > 1 && unit.endsWith("B") ? unit.substring(0, unit.length() - 1) : unit);
        if (factor == null) {
            throw new IllegalStateException("the pattern lets no other unit through than " + SIZES.keySet());
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(factor));
        if (bytes.compareTo(BigDecimal.valueOf(1L << 50)) > 0) {
            throw invalid("bad-size", "'" + text + "' is more than a petabyte", null);
        }
        return bytes.longValue();
    }

    /** In the largest binary unit that needs no fraction. */
    public static String sizeText(long bytes) {
        if (bytes > 0 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes > 0 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes > 0 && bytes % (1L << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }

    private static Problem invalid(String code, String message, @org.jspecify.annotations.Nullable String hint) {
        return Problem.of(Problem.Kind.INVALID, code, message, hint);
    }
}
