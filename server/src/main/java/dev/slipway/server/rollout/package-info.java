/** Drives rollouts: performs the effect of a state, observes, and writes down what the pilot decides. */
@NullMarked
package dev.slipway.server.rollout;

import org.jspecify.annotations.NullMarked;
