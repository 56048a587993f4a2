package dev.slipway.observe.remote;

import dev.slipway.observe.contact.HttpOptions;
import dev.slipway.observe.relabel.RelabelRule;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A server that samples are sent to.
 *
 * @param name of its position on disk
 * @param timeout of one request
 * @param relabel of what is sent; series may be left out by it
 * @param externalLabels that series are given which do not have them
 */
public record RemoteTarget(
        String name,
        URI url,
        HttpOptions http,
        Duration timeout,
        List<RelabelRule> relabel,
        Map<String, String> externalLabels) {
    public RemoteTarget {
        relabel = List.copyOf(relabel);
        externalLabels = Map.copyOf(externalLabels);
    }
}
