package dev.slipway.server.rollout;

import dev.slipway.delivery.port.MetricSource;
import dev.slipway.delivery.port.Platform;
import dev.slipway.delivery.port.Traffic;
import dev.slipway.server.metric.PrometheusApi;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The world, as rollouts touch it.
 *
 * @param platform keeps instances running
 * @param traffic the edge
 * @param vault secrets
 * @param epoch the fencing epoch of this control plane
 * @param clock the time
 * @param metrics figures that the judge looks at beside requests
 */
public record Parts(
        Platform platform,
        Traffic traffic,
        Vault vault,
        LongSupplier epoch,
        InstantSource clock,
        MetricSource metrics) {

    /** With metrics of the Prometheus servers that configurations name. */
    public Parts(Platform platform, Traffic traffic, Vault vault, LongSupplier epoch, InstantSource clock) {
        this(platform, traffic, vault, epoch, clock, new PrometheusApi());
    }
}
