package dev.slipway.server.rollout;

import dev.slipway.delivery.port.MetricSource;
import dev.slipway.delivery.port.Platform;
import dev.slipway.delivery.port.Traffic;
import dev.slipway.kernel.Problem;
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

    /** Without any source of metrics: what configurations say of them stays undecided. */
    public Parts(Platform platform, Traffic traffic, Vault vault, LongSupplier epoch, InstantSource clock) {
        this(platform, traffic, vault, epoch, clock, (_, _, _, _) -> {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE, "no-metrics", "there is no source of metrics", "start the whole server");
        });
    }
}
