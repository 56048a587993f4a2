/** When probes are checked, and what their results come to: metrics, and a state that does not flap. */
@NullMarked
package dev.slipway.observe.patrol;

import org.jspecify.annotations.NullMarked;
