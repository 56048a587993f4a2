/** The control plane as a whole: its configuration, its home on the disk, and how its parts are put together. */
@NullMarked
package dev.slipway.server;

import org.jspecify.annotations.NullMarked;
