/** Releases, environments and rollouts with all that is remembered about them. */
@NullMarked
package dev.slipway.store.rollout;

import org.jspecify.annotations.NullMarked;
