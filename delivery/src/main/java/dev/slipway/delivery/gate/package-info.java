/** Conditions that a rollout must pass, and who has decided what about them. */
@NullMarked
package dev.slipway.delivery.gate;

import org.jspecify.annotations.NullMarked;
