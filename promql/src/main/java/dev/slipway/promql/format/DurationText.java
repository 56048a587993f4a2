package dev.slipway.promql.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as Prometheus writes them: {@code 1h30m}, largest unit first, each unit once. */
public final class DurationText {

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

    private static final long[] MILLIS = {31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1000L, 1L};
    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};

    /** Units of a week and more are written only when nothing is left over. */
    private static final int FIRST_MIXED = 2;

    /** The most that Prometheus can hold: 2^63 - 1 nanoseconds. */
    private static final long MOST = Long.MAX_VALUE / 1_000_000;

    private DurationText() {}

    /** Milliseconds; absent when the text is no such length or is longer than 292 years. */
    public static Optional<Long> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(0L);
        }
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        try {
            long total = 0;
            for (int unit = 0; unit < MILLIS.length; unit++) {
                String count = matcher.group(unit + 1);
                if (count != null) {
                    total = Math.addExact(total, Math.multiplyExact(Long.parseLong(count), MILLIS[unit]));
                }
            }
            return total > MOST ? Optional.empty() : Optional.of(total);
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** @param millis not negative */
    public static String of(long millis) {
        if (millis == 0) {
            return "0s";
        }
        StringBuilder out = new StringBuilder();
        long rest = millis;
        for (int unit = 0; unit < MILLIS.length; unit++) {
            boolean whole = unit >= FIRST_MIXED || rest % MILLIS[unit] == 0;
            if (whole && rest >= MILLIS[unit]) {
                out.append(rest / MILLIS[unit]).append(UNITS[unit]);
                rest %= MILLIS[unit];
            }
        }
        return out.toString();
    }
}
