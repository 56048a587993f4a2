/** Instances as containers of Docker or Podman. */
@NullMarked
package dev.slipway.platforms.container;

import org.jspecify.annotations.NullMarked;
