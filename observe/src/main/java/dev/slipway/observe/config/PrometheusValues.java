package dev.slipway.observe.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as Prometheus writes them. */
public final class PrometheusValues {

    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final long[] UNITS = {31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1000L, 1L};
    private static final Pattern SIZE = Pattern.compile("(\\d+)(B|KB|KiB|MB|MiB|GB|GiB|TB|TiB)?");
    private static final Map<Character, Integer> POWERS = Map.of('B', 0, 'K', 10, 'M', 20, 'G', 30, 'T', 40);

    private PrometheusValues() {}

    /** {@code 1h30m}, {@code 15s}, {@code 100ms}, {@code 0}. */
    public static Optional<Duration> duration(String text) {
        Matcher match = DURATION.matcher(text);
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        } else if (text.isEmpty() || !match.matches()) {
            return Optional.empty();
        }
        try {
            long millis = 0;
            for (int i = 0; i < UNITS.length; i++) {
                String part = match.group(i + 1);
                millis = part == null
                        ? millis
                        : Math.addExact(millis, Math.multiplyExact(Long.parseLong(part), UNITS[i]));
            }
            return Optional.of(Duration.ofMillis(millis));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    /** {@code 10MB} and {@code 10MiB} are both 10 times 1,048,576 bytes, as Prometheus has it. */
    public static Optional<Long> size(String text) {
        Matcher match = SIZE.matcher(text);
        if (!match.matches() || match.group(1).length() > 12) {
            return Optional.empty();
        }
        String unit = match.group(2);
        int power = unit == null ? 0 : POWERS.getOrDefault(unit.charAt(0), 0);
        return Optional.of(Long.parseLong(match.group(1)) << power);
    }
}
