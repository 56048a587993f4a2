/** The container engine of this machine as Slipway sees it: images, containers, networks, and nothing of its client. */
@NullMarked
package dev.slipway.containers;

import org.jspecify.annotations.NullMarked;
