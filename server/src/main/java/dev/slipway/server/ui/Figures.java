package dev.slipway.server.ui;

import java.util.Locale;

/** Numbers as people read them. */
public final class Figures {

    private static final long KIBI = 1024;

    private Figures() {}

    /**
     * One side of a comparison in its unit.
     *
     * @param metric as evidence names it; latencies are in seconds, all else is a share
     * @param value NaN where nothing was seen
     */
    public static String measured(String metric, double value) {
        if (Double.isNaN(value)) {
            return "none seen";
        }
        return metric.contains("latency") ? millis(value * 1000) : percent(value);
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", share * 100);
    }

    /** {@code 12.3 MiB}. */
    public static String bytes(long bytes) {
        if (bytes < KIBI) {
            return bytes + " B";
        }
        double kibi = bytes / (double) KIBI;
        return kibi < KIBI
                ? String.format(Locale.ROOT, "%.1f KiB", kibi)
                : String.format(Locale.ROOT, "%.1f MiB", kibi / KIBI);
    }
}
