/** Bringing one release into one environment: a durable state machine, decided by pure functions. */
@NullMarked
package dev.slipway.delivery.rollout;

import org.jspecify.annotations.NullMarked;
