/** Keeps instances running as processes of this machine: no container engine, nothing to install. */
@NullMarked
package dev.slipway.platforms.process;

import org.jspecify.annotations.NullMarked;
