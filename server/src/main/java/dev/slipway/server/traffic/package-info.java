/** The edge, as the control plane talks to it. */
@NullMarked
package dev.slipway.server.traffic;

import org.jspecify.annotations.NullMarked;
