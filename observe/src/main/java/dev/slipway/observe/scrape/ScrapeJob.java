package dev.slipway.observe.scrape;

import dev.slipway.observe.discovery.Discovery;
import dev.slipway.observe.relabel.RelabelRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One entry of {@code scrape_configs}.
 *
 * @param interval between scrapes of a target
 * @param timeout of one scrape, at most the interval
 * @param params of the query; the first value of each can be relabelled
 * @param honorLabels whether a sample's own labels win over the target's
 * @param honorTimestamps whether a sample's own time is taken
 * @param trackStaleness whether series with their own times are marked stale too
 */
public record ScrapeJob(
        String name,
        Duration interval,
        Duration timeout,
        String metricsPath,
        String scheme,
        Map<String, List<String>> params,
        boolean honorLabels,
        boolean honorTimestamps,
        boolean trackStaleness,
        boolean followRedirects,
        boolean compression,
        Credentials credentials,
        ScrapeLimits limits,
        List<Discovery> discoveries,
        List<RelabelRule> relabel,
        List<RelabelRule> metricRelabel) {

    public ScrapeJob {
        params = Map.copyOf(params);
        discoveries = List.copyOf(discoveries);
        relabel = List.copyOf(relabel);
        metricRelabel = List.copyOf(metricRelabel);
    }
}
