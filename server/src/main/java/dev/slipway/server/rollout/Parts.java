package dev.slipway.server.rollout;

import dev.slipway.delivery.port.Platform;
import dev.slipway.delivery.port.Traffic;
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
 */
public record Parts(Platform platform, Traffic traffic, Vault vault, LongSupplier epoch, InstantSource clock) {}
