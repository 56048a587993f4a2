package dev.slipway.server.watch;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.config.PrometheusValues;
import java.time.Duration;

/**
 * How the server watches.
 *
 * @param retention how long samples are kept
 * @param retentionBytes on disk, beyond which the oldest are deleted
 * @param interval between two scrapes of what Slipway finds by itself
 * @param privateProbes whether probes may go to this machine and into private networks
 * @param commandProbes whether probes may run programs
 */
public record WatchSettings(
        Duration retention, long retentionBytes, Duration interval, boolean privateProbes, boolean commandProbes) {

    /**
     * @param retention such as {@code 30d}
     * @param interval such as {@code 15s}
     * @throws Problem code {@code bad-duration}
     */
    public static WatchSettings of(String retention, long retentionBytes, String interval) {
        return new WatchSettings(duration(retention), retentionBytes, duration(interval), false, false);
    }

    /** The same with other bounds for probes. */
    public WatchSettings probing(boolean privateNetworks, boolean commands) {
        return new WatchSettings(retention, retentionBytes, interval, privateNetworks, commands);
    }

    private static Duration duration(String text) {
        return PrometheusValues.duration(text)
                .filter(found -> !found.isZero())
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "bad-duration",
                        "'" + text + "' is no length of time",
                        "write a number with a unit, such as 15s or 30d"));
    }
}
