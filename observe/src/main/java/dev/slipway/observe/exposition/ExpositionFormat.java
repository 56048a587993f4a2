package dev.slipway.observe.exposition;

import java.util.Locale;

/** The two texts that are read, and how one is told from the other. */
public enum ExpositionFormat {
    /** Prometheus text format 0.0.4, and its successor 1.0.0 with quoted UTF-8 names. */
    PROMETHEUS_TEXT,
    /** OpenMetrics 1.0. */
    OPENMETRICS;

    /** What a scrape sends as {@code Accept}: OpenMetrics first, then the text format, then whatever there is. */
    public static final String ACCEPT = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
            + "application/openmetrics-text;version=1.0.0;q=0.5,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.1";

    /** By the media type alone, as Prometheus does; whatever is no OpenMetrics is taken for the text format. */
    public static ExpositionFormat of(String contentType) {
        String media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.equals("application/openmetrics-text") ? OPENMETRICS : PROMETHEUS_TEXT;
    }
}
