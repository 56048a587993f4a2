package dev.slipway.observe.scrape;

import dev.slipway.promql.series.Labels;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * Something that is scraped. Two targets with equal values are the same one.
 *
 * @param labels of its series
 * @param url with its parameters
 */
public record Target(String job, URI url, Labels labels, Duration interval, Duration timeout) {

    /**
     * The next time at which it is scraped, strictly after a moment. Each target has its own place within the interval,
     * the same after every restart, so that scrapes spread and samples keep their pace.
     */
    public Instant next(Instant after) {
        long step = interval.toMillis();
        long offset = Long.remainderUnsigned(placement(), step);
        long passed = Math.floorDiv(after.toEpochMilli() - offset, step);
        return Instant.ofEpochMilli((passed + 1) * step + offset);
    }

    /** A hash that is the same in every process: FNV-1a over address and labels. */
    private long placement() {
        long hash = 0xcbf29ce484222325L;
        String text = url + " " + labels;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
